package dev.warren.edge.http.tls;

import dev.warren.core.WarrenProperties;
import dev.warren.edge.http.HttpsProperties;
import dev.warren.edge.http.proxy.HttpDoor;
import dev.warren.edge.net.EventLoops;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Wires the HTTPS front door, when it has a port. */
@AutoConfiguration(afterName = "dev.warren.edge.http.EdgeHttpAutoConfiguration")
@ConditionalOnProperty("warren.https.port")
class EdgeTlsAutoConfiguration {

    @Bean
    CertificateStore tlsCertificates(
            HttpsProperties settings,
            WarrenProperties platform,
            ObjectProvider<CertificateSource> source,
            InstantSource clock) {
        Path folder =
                Objects.requireNonNullElse(
                        settings.certificates(), platform.dataDir().resolve("certificates"));
        return new CertificateStore(
                folder,
                List.of(
                        platform.domain(),
                        platform.host("*"),
                        platform.host("*.tuns"),
                        "localhost"),
                source.getIfAvailable(() -> CertificateSource.NONE),
                clock);
    }

    @Bean
    HttpsDoor httpsDoor(
            HttpsProperties settings,
            EventLoops loops,
            HttpDoor door,
            CertificateStore certificates,
            TlsRouteTable routes) {
        return new HttpsDoor(settings, loops, door.visitors(), certificates, routes);
    }
}
