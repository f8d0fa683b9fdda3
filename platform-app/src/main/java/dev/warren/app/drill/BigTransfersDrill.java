package dev.warren.app.drill;

import dev.warren.app.lab.Backend;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.SshTunnel;
import dev.warren.app.lab.WarrenServer;
import java.util.List;

/** A big download and a big upload over HTTP: every byte compared, memory watched. */
final class BigTransfersDrill implements Experiment {

    private static final long MOST = 1L << 42;
    private static final long WARM = 512L << 20;
    private static final int HEAP = 256;
    private static final int DIRECT = 128;
    private static final double FLAT = 1.15;

    @Override
    public String name() {
        return "big-transfers";
    }

    @Override
    public String summary() {
        return "a big download and upload arrive to the byte, resident memory stays flat, -Xmx256m";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("size", "10G", "bytes each way, up to 4096G"));
    }

    @Override
    public void run(Run run) throws Exception {
        long size = run.options().bytes("size", MOST);
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
        List<String> jvm = WarrenServer.jvm(HEAP, DIRECT);
        run.report().fact("warren's JVM", String.join(" ", jvm));
        try (Backend backend = new Backend();
                WarrenServer warren =
                        WarrenServer.start(
                                run.workspace(),
                                WarrenServer.Setup.make(run.workspace(), "data", jvm, List.of()));
                SshTunnel tunnel = SshTunnel.web(ssh, warren, "big", backend.port(), List.of());
                Watch watch = new Watch(warren)) {
            Transfers.both(run.report(), tunnel.entrance(), Math.min(size, WARM), "warm-up ");
            double begin = watch.now();
            double warm = watch.residentAfter(0);
            Transfers.both(run.report(), tunnel.entrance(), size, "");
            run.report()
                    .check(
                            Check.atMost(
                                    "resident memory, highest over that after the warm-up",
                                    watch.residentAfter(begin) / warm,
                                    "×",
                                    FLAT));
            watch.show(run.report());
        }
    }
}
