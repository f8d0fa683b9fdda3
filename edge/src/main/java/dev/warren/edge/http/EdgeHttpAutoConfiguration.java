package dev.warren.edge.http;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.http.file.FileRoots;
import dev.warren.edge.http.file.FileSender;
import dev.warren.edge.http.file.GrowingFiles;
import dev.warren.edge.http.h2.Http2Backends;
import dev.warren.edge.http.proxy.ErrorPages;
import dev.warren.edge.http.proxy.HttpDoor;
import dev.warren.edge.http.proxy.RouteTable;
import dev.warren.edge.http.tls.TlsBackends;
import dev.warren.edge.http.tls.TlsRouteTable;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the HTTP front door. */
@AutoConfiguration
@EnableConfigurationProperties({HttpProperties.class, HttpsProperties.class})
class EdgeHttpAutoConfiguration {

    /** How often the administrator's pages are looked at. */
    private static final Duration PAGES = Duration.ofSeconds(2);

    @Bean
    RouteTable httpRoutes() {
        return new RouteTable();
    }

    @Bean
    TlsRouteTable tlsRoutes(RouteTable opened) {
        return new TlsRouteTable(opened);
    }

    @Bean
    BackendHttp2 backendHttp2(HttpProperties settings) {
        return new Http2Backends(HeadLimits.of(settings.limits()));
    }

    @Bean
    BackendTls backendTls(HttpProperties settings) {
        try {
            return TlsBackends.create(settings.backendCa());
        } catch (SSLException | IllegalArgumentException unfit) {
            throw new StartRefusedException(
                    "warren.http.backend-ca: %s (expected: a PEM file of certificates): %s"
                            .formatted(settings.backendCa(), unfit.getMessage()));
        }
    }

    @Bean
    MemoryBudget httpBudget(HttpProperties settings, MemoryBudgets budgets) {
        return budgets.module("http", settings.memory(), "warren.http.memory");
    }

    @Bean
    HttpDoor httpDoor(
            HttpProperties settings,
            EventLoops loops,
            @Qualifier("httpBudget") MemoryBudget budget,
            HttpDoor.Surroundings around) {
        return new HttpDoor(settings, loops, budget, around);
    }

    @Bean
    ErrorPages errorPages(HttpProperties settings, @Qualifier("httpBudget") MemoryBudget budget) {
        return new ErrorPages(settings.errorPages(), budget);
    }

    @Bean
    Upkeep errorPagesUpkeep(ErrorPages pages) {
        return new Upkeep("error-pages", PAGES, Upkeep.EARLY, pages::look);
    }

    @Bean
    GrowingFiles growingFiles(InstantSource clock) {
        return new GrowingFiles(new SecureRandom(), clock);
    }

    @Bean
    FileSender fileSender(
            HttpProperties settings, WarrenProperties platform, GrowingFiles growing) {
        List<Path> roots = new ArrayList<>(settings.fileRoots());
        roots.add(platform.dataDir());
        return new FileSender(new FileRoots(roots), growing);
    }

    @Bean
    HttpDoor.Surroundings httpSurroundings(
            HttpsProperties https,
            FileSender files,
            RouteTable routes,
            MeterRegistry meters,
            ProxyProtocol front,
            ErrorPages pages) {
        return new HttpDoor.Surroundings(
                routes, meters, new SecureRandom(), files, https, front, pages);
    }
}
