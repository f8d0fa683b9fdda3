package dev.warren.app.bench.registry;

import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Options;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.WarrenServer;
import dev.warren.app.lab.Workspace;
import dev.warren.app.lab.registry.DockerRegistry;
import dev.warren.app.lab.registry.RegistryUser;
import dev.warren.app.lab.registry.RegistryWarren;
import dev.warren.app.lab.registry.Stock;
import dev.warren.app.lab.registry.UpstreamRegistry;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers under test and what they serve. Confined to one thread. */
final class Bed implements AutoCloseable {

    static final String WARREN = "warren";
    static final String DOCKER = "docker-registry";
    static final String NGINX = "nginx";

    private static final int HEAP = 256;
    private static final int DIRECT = 128;
    private static final int QUICK_ROUNDS = 2;
    private static final long SIZE = 1_000_000_000;
    private static final long QUICK_SIZE = 100_000_000;

    private final Run run;
    private final UpstreamRegistry upstream;
    private @Nullable RegistryWarren warren;
    private @Nullable RegistryUser user;
    private @Nullable DockerRegistry hosted;
    private @Nullable DockerRegistry proxy;
    private @Nullable Stock big;
    private long blobs;

    Bed(Run run) throws IOException {
        this.run = run;
        DockerRegistry.program(); // first, so that a missing one is told at once
        upstream = run.workspace().keep(new UpstreamRegistry());
    }

    Workspace workspace() {
        return run.workspace();
    }

    Report report() {
        return run.report();
    }

    Options options() {
        return run.options();
    }

    boolean quick() {
        return options().given("quick");
    }

    int rounds() {
        return quick() && !options().given("rounds")
                ? QUICK_ROUNDS
                : options().number("rounds", 1, 50);
    }

    UpstreamRegistry upstream() {
        return upstream;
    }

    /** The Warren that all cases share, with a heap of 256 MB. */
    RegistryWarren warren() {
        if (warren == null) {
            List<String> jvm = WarrenServer.jvm(HEAP, DIRECT);
            report().fact("warren's JVM", String.join(" ", jvm));
            warren = freshWarren("data", jvm);
        }
        return warren;
    }

    private RegistryWarren freshWarren(String data, List<String> jvm) {
        report().progress("starting a Warren");
        List<String> settings =
                RegistryWarren.settings(
                        upstream,
                        List.of(
                                "--warren.registry.cache-size=4GB",
                                "--warren.registry.upkeep.in-use=1s"));
        WarrenServer server =
                WarrenServer.start(
                        workspace(), WarrenServer.Setup.make(workspace(), data, jvm, settings));
        OpenSsh ssh = new OpenSsh(workspace(), SshKey.make(workspace(), data + "-key"));
        return new RegistryWarren(workspace(), ssh, server);
    }

    /** Who pushes to Warren. */
    RegistryUser user() {
        if (user == null) {
            user = warren().user();
        }
        return user;
    }

    /** The repository that {@link #user} pushes to. */
    String repository() {
        return warren().server().login() + "/app";
    }

    DockerRegistry hosted() {
        if (hosted == null) {
            hosted = DockerRegistry.hosted(workspace());
        }
        return hosted;
    }

    DockerRegistry proxy() {
        if (proxy == null) {
            proxy = DockerRegistry.proxy(workspace(), upstream.url());
        }
        return proxy;
    }

    /** Blobs of a gigabyte; quick: a tenth of it. */
    Stock big() {
        if (big == null) {
            workspace().directory("files");
            report().progress("writing a big blob");
            big = Stock.make(workspace(), "files/blob", quick() ? QUICK_SIZE : SIZE);
        }
        return big;
    }

    /** The number of a blob that nobody has yet. */
    long nextBlob() {
        return blobs++;
    }

    @Override
    public void close() {
        if (warren != null) {
            warren.server().close();
        }
        if (hosted != null) {
            hosted.close();
        }
        if (proxy != null) {
            proxy.close();
        }
    }
}
