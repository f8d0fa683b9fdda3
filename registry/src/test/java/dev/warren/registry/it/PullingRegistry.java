package dev.warren.registry.it;

import dev.warren.registry.testing.FaultyUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * One registry for all tests of pulling through, since starting it takes longer than they do. It
 * has the upstreams {@code docker.io} and {@code test}, which are the same server, {@code ours}
 * with credentials that are for carol's use, and {@code u0} and so on for who wants one alone.
 */
final class PullingRegistry implements BeforeAllCallback {

    private static final int ALONE = 20;

    /** An upstream that only one test uses. */
    static final int LAST = ALONE - 1;

    private static final Object LOCK = new Object();

    private static @Nullable RunningRegistry registry;
    private static @Nullable FaultyUpstream server;
    private static @Nullable FaultyUpstream closed;
    private static RunningRegistry.@Nullable Person carol;
    private static RunningRegistry.@Nullable Person admin;
    private static final List<FaultyUpstream> SERVERS = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        synchronized (LOCK) {
            if (registry == null) {
                Path data = Files.createTempDirectory("warren-pulling");
                start(data);
                // a run of tests may be many runs of this engine, one for each class
                context.getStore(
                                ExtensionContext.StoreScope.LAUNCHER_SESSION,
                                ExtensionContext.Namespace.GLOBAL)
                        .put(PullingRegistry.class, (AutoCloseable) () -> stop(data));
            }
        }
    }

    private static void start(Path data) throws IOException {
        FaultyUpstream open = new FaultyUpstream();
        FaultyUpstream ours = new FaultyUpstream();
        server = open;
        closed = ours;
        List<String> settings = new ArrayList<>();
        settings.addAll(List.of("warren.outbound.response-timeout", "700ms"));
        settings.addAll(List.of("warren.registry.head-time", "500ms"));
        settings.addAll(List.of("warren.registry.max-per-account", "1MB"));
        settings.addAll(List.of("warren.registry.upstreams.hub.enabled", "true"));
        upstream(settings, "hub", open);
        upstream(settings, "test", open);
        upstream(settings, "ours", ours);
        settings.addAll(List.of("warren.registry.upstreams.ours.username", "me"));
        settings.addAll(List.of("warren.registry.upstreams.ours.password", "pass"));
        settings.addAll(List.of("warren.registry.upstreams.ours.users", "carol"));
        for (int i = 0; i < ALONE; i++) {
            SERVERS.add(new FaultyUpstream());
            upstream(settings, "u" + i, SERVERS.get(i));
        }
        RunningRegistry started = RunningRegistry.start(data, settings.toArray(String[]::new));
        // the first account is the administrator's
        admin = started.person("admina", 6);
        registry = started;
    }

    private static void upstream(List<String> settings, String word, FaultyUpstream at) {
        String prefix = "warren.registry.upstreams." + word + ".";
        settings.addAll(List.of(prefix + "url", at.url()));
        settings.addAll(List.of(prefix + "private-addresses", "true"));
        settings.addAll(List.of(prefix + "fresh-for", "old*=0s,new*=1h"));
    }

    private static void stop(Path data) throws IOException {
        registry().close();
        server().close();
        closed().close();
        for (FaultyUpstream each : SERVERS) {
            each.close();
        }
        FileSystemUtils.deleteRecursively(data);
    }

    /** Who may pull what only the credentials of {@code ours} open. */
    static RunningRegistry.Person carol() {
        synchronized (LOCK) {
            RunningRegistry.Person known = carol;
            if (known == null) {
                known = registry().person("carol", 7);
                carol = known;
            }
            return known;
        }
    }

    static RunningRegistry.Person admin() {
        return Objects.requireNonNull(admin);
    }

    static RunningRegistry registry() {
        return Objects.requireNonNull(registry);
    }

    /** What {@code docker.io} and {@code test} are. */
    static FaultyUpstream server() {
        return Objects.requireNonNull(server);
    }

    /** What {@code ours} is. */
    static FaultyUpstream closed() {
        return Objects.requireNonNull(closed);
    }

    /** What {@code u} with that number is. */
    static FaultyUpstream alone(int number) {
        return SERVERS.get(number);
    }
}
