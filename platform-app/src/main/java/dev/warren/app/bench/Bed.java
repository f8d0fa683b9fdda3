package dev.warren.app.bench;

import dev.warren.app.lab.NginxServer;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Options;
import dev.warren.app.lab.Report;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SishServer;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.SshdServer;
import dev.warren.app.lab.Swarm;
import dev.warren.app.lab.WarrenServer;
import dev.warren.app.lab.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers under test, started when a case first asks for them. Confined to one thread. */
final class Bed implements AutoCloseable {

    private static final int HEAP = 512;
    private static final int DIRECT = 256;
    private static final int QUICK_ROUNDS = 2;
    private static final int WARM_TURNS = 20;
    private static final double RESTING = 2;
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(60);

    private final Run run;
    private final OpenSsh ssh;
    private int warrens;
    private @Nullable WarrenServer warren;
    private @Nullable SshdServer sshd;
    private @Nullable NginxServer nginx;
    private @Nullable SishServer sish;

    Bed(Run run) {
        this.run = run;
        ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
    }

    OpenSsh ssh() {
        return ssh;
    }

    Workspace workspace() {
        return run.workspace();
    }

    Report report() {
        return run.report();
    }

    boolean quick() {
        return options().given("quick");
    }

    private Options options() {
        return run.options();
    }

    int rounds() {
        return quick() && !options().given("rounds")
                ? QUICK_ROUNDS
                : options().number("rounds", 1, 50);
    }

    /**
     * Loads Warren until its JIT compilers rest: until they took less than {@value #RESTING} % of
     * one processor in two turns in a row, {@value #WARM_TURNS} turns at the most; once in a quick
     * run.
     *
     * @param turn every kind of load that is measured afterwards, for some seconds each: compilers
     *     begin anew when a kind comes that they have not seen
     */
    void warmUp(String name, Runnable turn) {
        int turns = 0;
        int resting = 0;
        do {
            double compiled = warren().compilerSeconds();
            long begun = System.nanoTime();
            turn.run();
            double seconds = (System.nanoTime() - begun) / 1e9;
            double share = (warren().compilerSeconds() - compiled) / seconds * 100;
            resting = share < RESTING ? resting + 1 : 0;
            turns++;
        } while (!quick() && resting < 2 && turns < WARM_TURNS);
        report().fact("warm-up, " + name, turns + " turns");
    }

    /** A duration for the full run, and one for the quick one. */
    Duration seconds(int full, int quick) {
        return Duration.ofSeconds(quick() ? quick : full);
    }

    /** A number for the full run, and one for the quick one. */
    int count(int full, int quick) {
        return quick() ? quick : full;
    }

    /** The Warren that most cases share. */
    WarrenServer warren() {
        if (warren == null) {
            List<String> jvm = WarrenServer.jvm(HEAP, DIRECT);
            report().fact("warren's JVM", String.join(" ", jvm));
            warren = freshWarren(jvm, List.of());
            report().fact("warren's start", warren.startTime().toMillis() + " ms");
        }
        return warren;
    }

    /** Another Warren, which the caller closes. */
    WarrenServer freshWarren(List<String> jvm, List<String> settings) {
        report().progress("starting a Warren");
        WarrenServer fresh =
                WarrenServer.start(
                        workspace(),
                        WarrenServer.Setup.make(workspace(), "data-" + warrens++, jvm, settings));
        // the first log-in makes the account; all others are to be alike
        Swarm.start(ssh, fresh, Swarm.Task.idle(1, 0, "first"), FIRST_LIMIT).complete().close();
        return fresh;
    }

    SshdServer sshd() {
        if (sshd == null) {
            sshd = SshdServer.start(workspace(), ssh.key());
        }
        return sshd;
    }

    NginxServer nginx() {
        if (nginx == null) {
            nginx = NginxServer.start(workspace());
        }
        return nginx;
    }

    /** The sish that the user gave, if any. */
    Optional<SishServer> sish() {
        if (sish == null && options().given("sish")) {
            sish = SishServer.start(workspace(), options().path("sish"));
        }
        return Optional.ofNullable(sish);
    }

    @Override
    public void close() {
        if (warren != null) {
            warren.close();
        }
        if (sshd != null) {
            sshd.close();
        }
        if (nginx != null) {
            nginx.close();
        }
        if (sish != null) {
            sish.close();
        }
    }
}
