package dev.warren.tunnels.it;

import dev.warren.core.Registration;
import dev.warren.core.audit.AuditEntry;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.People;
import dev.warren.core.testing.InMemoryPeople;
import dev.warren.edge.net.FrontDoor;
import dev.warren.tunnels.inspect.Inspector;
import dev.warren.tunnels.live.Tunnels;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** Both doors and the tunnels, wired by their own configurations; people are kept in memory. */
final class RunningWarren implements AutoCloseable {

    private static final List<String> PARTS =
            List.of(
                    "dev.warren.core.CoreAutoConfiguration",
                    "dev.warren.core.memory.MemoryAutoConfiguration",
                    "dev.warren.edge.net.EdgeNetAutoConfiguration",
                    "dev.warren.edge.http.EdgeHttpAutoConfiguration",
                    "dev.warren.edge.http.tls.EdgeTlsAutoConfiguration",
                    "dev.warren.edge.ssh.server.EdgeSshAutoConfiguration",
                    "dev.warren.tunnels.TunnelsAutoConfiguration",
                    "dev.warren.tunnels.geo.GeoAutoConfiguration",
                    "dev.warren.tunnels.health.HealthAutoConfiguration",
                    "dev.warren.tunnels.inspect.InspectAutoConfiguration");

    private final ConfigurableApplicationContext context;

    private RunningWarren(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts on free ports of this machine; {@code settings} are names and values in turn. */
    static RunningWarren start(Path data, String... settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("warren.data-dir", data.toString());
        all.put("warren.ssh.port", "0");
        all.put("warren.ssh.host", "127.0.0.1");
        all.put("warren.ssh.drain-time", "500ms");
        all.put("warren.http.port", "0");
        all.put("warren.http.address", "127.0.0.1");
        all.put("warren.http.drain", "500ms");
        all.put("warren.tunnels.tcp-address", "127.0.0.1");
        all.put("warren.tunnels.tcp-ports", "21000-29999");
        all.put("warren.tunnels.drain-time", "500ms");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Class<?>[] sources =
                PARTS.stream()
                        .map(name -> ClassUtils.resolveClassName(name, null))
                        .toArray(Class<?>[]::new);
        return new RunningWarren(
                new SpringApplicationBuilder(Surroundings.class)
                        .sources(sources)
                        .web(WebApplicationType.NONE)
                        .properties(all)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .registerShutdownHook(false)
                        .run());
    }

    int sshPort() {
        return port("ssh");
    }

    int httpPort() {
        return port("http");
    }

    int httpsPort() {
        return port("https");
    }

    Tunnels tunnels() {
        return context.getBean(Tunnels.class);
    }

    MemoryBudget budget() {
        return context.getBean("tunnelsMemory", MemoryBudget.class);
    }

    Inspector inspector() {
        return context.getBean(Inspector.class);
    }

    MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    InMemoryPeople people() {
        return context.getBean(InMemoryPeople.class);
    }

    private int port(String door) {
        return context.getBeanProvider(FrontDoor.class).stream()
                .filter(one -> one.name().equals(door))
                .flatMap(one -> one.address().stream())
                .mapToInt(InetSocketAddress::getPort)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }

    /** What the application around the doors would give. */
    @Configuration(proxyBeanMethods = false)
    static class Surroundings {

        @Bean
        People people() {
            return new InMemoryPeople(Registration.OPEN, InstantSource.system());
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        AuditLog audit() {
            return new AuditLog() {
                @Override
                public void record(String actor, String action, String subject, String detail) {
                    // these tests look at traffic
                }

                @Override
                public List<AuditEntry> latest(int limit) {
                    return List.of();
                }
            };
        }
    }
}
