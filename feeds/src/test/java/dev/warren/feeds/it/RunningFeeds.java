package dev.warren.feeds.it;

import dev.warren.core.database.PreparedData;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.people.People;
import dev.warren.core.testing.TestKeys;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.edge.net.FrontDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
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
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The feeds with all that they stand on: the doors, people, and an embedded database. It fetches
 * from this machine, and asks a domain without pauses.
 */
public final class RunningFeeds implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningFeeds(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts on free ports of this machine.
     *
     * @param settings names and values in turn
     */
    public static RunningFeeds start(Path data, String... settings) {
        return start(data, InstantSource.system(), settings);
    }

    /** The same with a clock, which the database does not follow. */
    public static RunningFeeds start(Path data, InstantSource clock, String... settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("warren.data-dir", PreparedData.in(data).toString());
        all.put("warren.ssh.port", "0");
        all.put("warren.ssh.host", "127.0.0.1");
        all.put("warren.ssh.drain-time", "500ms");
        all.put("warren.http.port", "0");
        all.put("warren.http.address", "127.0.0.1");
        all.put("warren.http.drain", "500ms");
        all.put("warren.outbound.allow", "127.77.0.0/16");
        all.put("warren.feeds.pace.spacing", "0s");
        all.put("spring.threads.virtual.enabled", "true");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new RunningFeeds(
                new SpringApplicationBuilder(Program.class)
                        .properties(all)
                        .initializers((GenericApplicationContext made) ->
                                made.registerBean(InstantSource.class, () -> clock))
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
    public record Person(Account account, String token) {}

    /** Makes an account with a token; {@code number} is different for each. */
    public Person person(String name, long number) {
        People people = context.getBean(People.class);
        Account account = people.register(name, TestKeys.ed25519(number), Optional.empty());
        return new Person(account, people.tokens().create(account, "test").secret());
    }

    /** What feeds hold. */
    public MemoryBudget budget() {
        return context.getBean("feedsMemory", MemoryBudget.class);
    }

    /** Something of the application. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Ends what is otherwise run now and then, so that only a test runs it. */
    public void stopUpkeep(String bean) {
        context.getBean(bean, Upkeep.class).stop();
    }

    /** The database. */
    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** Where the HTTP door is. */
    public int port() {
        return port("http");
    }

    /** Where the door of that name is. */
    public int port(String name) {
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
