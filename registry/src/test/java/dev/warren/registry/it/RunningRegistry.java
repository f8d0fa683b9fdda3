package dev.warren.registry.it;

import dev.warren.core.database.PreparedData;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.testing.TestKeys;
import dev.warren.edge.net.FrontDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The registry with all that it stands on: the doors, people, and an embedded database. */
final class RunningRegistry implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningRegistry(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts on free ports of this machine; {@code settings} are names and values in turn. */
    static RunningRegistry start(Path data, String... settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("warren.data-dir", PreparedData.in(data).toString());
        all.put("warren.ssh.port", "0");
        all.put("warren.ssh.host", "127.0.0.1");
        all.put("warren.ssh.drain-time", "500ms");
        all.put("warren.http.port", "0");
        all.put("warren.http.address", "127.0.0.1");
        all.put("warren.http.drain", "500ms");
        all.put("spring.threads.virtual.enabled", "true");
        // no test asks a registry of the world
        all.put("warren.registry.upstreams.hub.name", "docker.io");
        all.put("warren.registry.upstreams.hub.enabled", "false");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new RunningRegistry(
                new SpringApplicationBuilder(Program.class)
                        .properties(all)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .registerShutdownHook(false)
                        .run());
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
    static class Program {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    /** Somebody who may log in. */
    record Person(Account account, String token) {}

    /** Makes an account with a token; {@code number} is different for each. */
    Person person(String name, long number) {
        People people = context.getBean(People.class);
        Account account = people.register(name, TestKeys.ed25519(number), Optional.empty());
        return new Person(account, people.tokens().create(account, "test").secret());
    }

    /** Bytes that are held for requests, without what caches keep. */
    long held() {
        long kept =
                budget().children().stream()
                        .filter(child ->
                                child.name().equals("lists") || child.name().equals("manifests"))
                        .mapToLong(MemoryBudget::used)
                        .sum();
        return budget().used() - kept;
    }

    MemoryBudget budget() {
        return context.getBean("registryMemory", MemoryBudget.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int port() {
        return port("http");
    }

    /** Where the door of that name is. */
    int port(String name) {
        return context.getBeanProvider(FrontDoor.class).stream()
                .filter(door -> door.name().equals(name))
                .flatMap(door -> door.address().stream())
                .mapToInt(InetSocketAddress::getPort)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }
}
