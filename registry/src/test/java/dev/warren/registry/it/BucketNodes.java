package dev.warren.registry.it;

import com.zaxxer.hikari.HikariDataSource;
import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.testing.FaultyBucket;
import dev.warren.registry.testing.FaultyUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * Two machines with one database and one bucket, for the tests of one class. Both pull through from
 * one upstream, {@code test}.
 */
public final class BucketNodes implements BeforeAllCallback, AfterAllCallback {

    private static @Nullable FaultyBucket bucket;
    private static @Nullable FaultyUpstream upstream;
    private static @Nullable RunningRegistry first;
    private static @Nullable RunningRegistry second;
    private static @Nullable Path folder;
    private static @Nullable Person alice;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path made = Files.createTempDirectory("warren-bucket");
        folder = made;
        bucket = FaultyBucket.start(made.resolve("s3"));
        upstream = new FaultyUpstream();
        first = start("first");
        // a machine reads at its start who there is
        alice = first.person("alice", 1);
        second = startSecond();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        second().close();
        first().close();
        bucket().close();
        upstream().close();
        FileSystemUtils.deleteRecursively(folder());
    }

    private static RunningRegistry start(String name, String... more) {
        List<String> settings = new ArrayList<>(List.of(bucket().settings()));
        settings.addAll(List.of("warren.registry.s3.local-size", "0B"));
        settings.addAll(List.of("warren.registry.keep-free", "0B"));
        settings.addAll(List.of("warren.registry.max-per-account", "64MB"));
        settings.addAll(List.of("warren.registry.upkeep.every", "100ms"));
        settings.addAll(List.of("warren.registry.upkeep.collect-every", "0s"));
        settings.addAll(List.of("warren.registry.upstreams.test.url", upstream().url()));
        settings.addAll(List.of("warren.registry.upstreams.test.private-addresses", "true"));
        settings.addAll(List.of(more));
        return RunningRegistry.start(folder(name), settings.toArray(String[]::new));
    }

    private static RunningRegistry startSecond() {
        HikariDataSource database = first().bean(HikariDataSource.class);
        return start(
                "second",
                "warren.registry.s3.redirect",
                "true",
                "warren.secrets.key-file",
                folder("first").resolve("secrets.key").toString(),
                "spring.datasource.url",
                database.getJdbcUrl(),
                "spring.datasource.username",
                database.getUsername(),
                "spring.datasource.password",
                String.valueOf(database.getPassword()));
    }

    /** Stops the second machine and starts it again. */
    static void restartSecond() {
        second().close();
        second = startSecond();
    }

    /** Where a machine's files are. */
    static Path folder(String name) {
        return folder().resolve(name);
    }

    private static Path folder() {
        return Objects.requireNonNull(folder);
    }

    /** The bucket. */
    public static FaultyBucket bucket() {
        return Objects.requireNonNull(bucket);
    }

    /** The upstream of both. */
    static FaultyUpstream upstream() {
        return Objects.requireNonNull(upstream);
    }

    /** Somebody whom both know. */
    static Person alice() {
        return Objects.requireNonNull(alice);
    }

    /** The database of both. */
    public static JdbcClient jdbc() {
        return first().bean(JdbcClient.class);
    }

    /** Transactions of it. */
    public static TransactionTemplate transactions() {
        return new TransactionTemplate(first().bean(PlatformTransactionManager.class));
    }

    /** Sends what is away through itself. */
    static RunningRegistry first() {
        return Objects.requireNonNull(first);
    }

    /** Sends clients to the bucket. */
    static RunningRegistry second() {
        return Objects.requireNonNull(second);
    }
}
