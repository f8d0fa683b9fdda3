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
import java.util.regex.Pattern;

/** Transfers through a TCP forward while the client asks for new keys every few megabytes. */
final class RekeyDrill implements Experiment {

    private static final long MOST = 1L << 42;
    private static final Pattern EXCHANGE = Pattern.compile("SSH2_MSG_KEXINIT sent");

    @Override
    public String name() {
        return "rekey";
    }

    @Override
    public String summary() {
        return "a big download and upload arrive to the byte while keys change all the time";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("size", "10G", "bytes each way, up to 4096G"),
                new Option("every", "64M", "new keys after so many bytes"));
    }

    @Override
    public void run(Run run) throws Exception {
        long size = run.options().bytes("size", MOST);
        long every = run.options().bytes("every", MOST);
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
        try (Backend backend = new Backend();
                WarrenServer warren =
                        WarrenServer.start(
                                run.workspace(),
                                WarrenServer.Setup.make(
                                        run.workspace(),
                                        "data",
                                        WarrenServer.jvm(256, 128),
                                        List.of()));
                SshTunnel tunnel =
                        SshTunnel.tcp(
                                ssh,
                                warren,
                                backend.port(),
                                List.of("-v", "-o", "RekeyLimit=" + every))) {
            Transfers.both(run.report(), tunnel.entrance(), size, "");
            long exchanges = tunnel.lines(EXCHANGE);
            // the client counts each direction by itself, down first and up then; what was on its
            // way while keys changed makes each stretch a little longer
            run.report()
                    .check(
                            Check.atLeast(
                                    "key exchanges of the client",
                                    exchanges,
                                    "in all",
                                    Math.max(2, size / every * 9 / 5)));
        }
    }
}
