package dev.warren.registry;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.bucket.BucketParts;
import dev.warren.registry.bucket.BucketProperties;
import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.upkeep.Fsck;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;

/**
 * {@code registry fsck} of the command line: looks at a registry that does not run, with its data
 * directory and its database and nothing else.
 */
public final class RegistryTool {

    private static final int GOOD = 0;
    private static final int BAD = 1;
    private static final int MISUSED = 2;
    private static final long MEMORY = 16L << 20;
    private static final String USAGE =
            """
            usage: ./warren registry fsck [--no-hash] [--warren.x=y …]

              fsck   looks whether every blob is there and hashes right, and no manifest misses one;
                     changes nothing; exit status 0 when all is well, 1 when it is not
              --no-hash   only looks for the files, without reading them

            Warren must not be running; of one that runs ask: ssh HOST registry fsck
            """;

    private RegistryTool() {}

    /** Does what {@code args} ask for; the exit status. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        List<String> words = args.stream().filter(arg -> !arg.startsWith("--warren.")).toList();
        boolean hash = !words.contains("--no-hash");
        if (!words.equals(hash ? List.of("fsck") : List.of("fsck", "--no-hash"))) {
            err.print(USAGE);
            return words.contains("--help") ? GOOD : MISUSED;
        }
        // what goes wrong is told in one line; how the start went is nobody's concern
        String[] settings =
                Stream.concat(
                                Stream.of("--logging.level.root=off"),
                                args.stream().filter(arg -> arg.startsWith("--warren.")))
                        .toArray(String[]::new);
        try (ConfigurableApplicationContext context = start(settings)) {
            return fsck(context.getBean(Fsck.class), hash, out, err);
        } catch (RuntimeException | IOException failed) {
            err.println("registry fsck: " + reason(failed));
            return BAD;
        }
    }

    private static ConfigurableApplicationContext start(String... settings) {
        return new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(context -> refuseNewFolder(context.getEnvironment()))
                .run(settings);
    }

    /** A database of our own would be made where there is none. */
    private static void refuseNewFolder(Environment environment) {
        Path folder = Path.of(environment.getProperty("warren.data-dir", "./data"));
        boolean embedded = !StringUtils.hasLength(environment.getProperty("spring.datasource.url"));
        if (embedded && !Files.isDirectory(folder.resolve("postgres"))) {
            throw new StartRefusedException(
                    "warren.data-dir: %s (expected: the data directory of a Warren)"
                            .formatted(folder));
        }
    }

    private static int fsck(Fsck fsck, boolean hash, PrintStream out, PrintStream err)
            throws IOException {
        if (!fsck.isThere()) {
            err.println("registry fsck: there is no registry in this database yet");
            return BAD;
        }
        Fsck.Report report = fsck.run(new Fsck.Wish(hash, () -> false), out::println);
        out.printf(
                "%d blobs with %d bytes%s, %d manifests: %s%n",
                report.blobs(),
                report.bytes(),
                hash ? " hashed" : " looked for",
                report.manifests(),
                report.isGood() ? "all is well" : report.problems() + " problems");
        if (report.strays() > 0) {
            out.printf("%d files belong to nothing; they are removed in time%n", report.strays());
        }
        return report.isGood() ? GOOD : BAD;
    }

    private static String reason(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefusedException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return failed.toString();
    }

    /** The database and the store. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        RegistryProperties.class,
        BucketProperties.class,
        WarrenProperties.class
    })
    @Import(DatabaseOnly.class)
    static class Parts {

        @Bean
        SecureRandom secureRandom() {
            return new SecureRandom();
        }

        @Bean
        Fsck fsck(JdbcClient jdbc, IncomingBlobs incoming) {
            return new Fsck(jdbc, incoming);
        }

        @Bean
        JdbcClient jdbc(DataSource database) {
            return JdbcClient.create(database);
        }

        @Bean
        IncomingBlobs incoming(
                RegistryProperties settings,
                WarrenProperties platform,
                BucketProperties bucket,
                ObjectRows objects)
                throws IOException {
            Path folder = settings.folder(platform);
            return IncomingBlobs.in(folder, store(folder, bucket, objects));
        }

        @Bean
        ObjectRows objects(DataSource database, JdbcClient jdbc) {
            return new ObjectRows(
                    jdbc, new TransactionTemplate(new JdbcTransactionManager(database)));
        }

        private static BlobStore store(Path folder, BucketProperties bucket, ObjectRows objects)
                throws IOException {
            if (bucket.isOn()) {
                var needs =
                        new BucketParts.Needs(
                                bucket,
                                objects,
                                MemoryBudget.root("tool", MEMORY),
                                new SimpleMeterRegistry(),
                                InstantSource.system());
                return BucketParts.of(folder, Duration.ofDays(1), needs).store();
            }
            RegistryAutoConfiguration.refuseObjects(objects);
            return BlobFiles.in(folder);
        }
    }

    /** Of all that configures itself, only this. */
    static final class DatabaseOnly implements DeferredImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return new String[] {"dev.warren.core.database.DatabaseAutoConfiguration"};
        }
    }
}
