package dev.warren.app.drill;

import dev.warren.app.lab.Backend;
import dev.warren.app.lab.Check;
import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.LabException;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Part;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.WarrenServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code kill -9} in the middle of traffic, and a second start on the same data. */
final class KillDrill implements Experiment {

    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final Duration TRAFFIC = Duration.ofSeconds(3);
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(30);
    private static final double RETURN_SECONDS = 15;

    /** The client is started again a second after it ended, without the patience of autossh. */
    private static final String LOOP = "while :; do \"$@\"; sleep 1; done";

    @Override
    public String name() {
        return "kill-9";
    }

    @Override
    public String summary() {
        return "kill -9 under load: accounts, keys and host keys stay, tunnels come back by themselves";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("times", "2", "how often it is killed, 1 to 100"));
    }

    /** What must be the same after a kill. */
    private record Memory(List<String> account, List<String> keys, String knownHosts) {}

    @Override
    public void run(Run run) throws Exception {
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
        WarrenServer.Setup setup =
                WarrenServer.Setup.make(
                        run.workspace(), "data", WarrenServer.jvm(256, 128), List.of());
        try (Backend backend = new Backend()) {
            WarrenServer warren = WarrenServer.start(run.workspace(), setup);
            run.report().fact("first start", warren.startTime().toMillis() + " ms");
            Memory memory = remember(ssh, warren);
            loop(ssh, warren, backend);
            Entrance tunnel = Entrance.web(warren, "kept");
            if (!tunnel.awaitAnswer(RETURN_LIMIT)) {
                throw new LabException("the tunnel does not answer before anything was killed");
            }
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 1; i <= run.options().number("times", 1, 100); i++) {
                kill(warren, tunnel);
                warren = WarrenServer.start(run.workspace(), setup);
                rows.add(judge(run, i, warren, tunnel, memory.equals(remember(ssh, warren))));
            }
            run.report()
                    .add(
                            new Part.Table(
                                    "Starts after kill -9",
                                    List.of("kill", "start s", "tunnel back after s"),
                                    rows));
            warren.close();
        }
    }

    private static Memory remember(OpenSsh ssh, WarrenServer warren) throws IOException {
        return new Memory(
                say(ssh, warren, "whoami", List.of("name", "roles", "key")),
                say(ssh, warren, "keys ls", List.of("fingerprint", "type", "added")),
                Files.readString(ssh.workspace().file("known_hosts")));
    }

    /**
     * The lasting fields of a command's answer. The host key must be the known one once there is
     * one, or the client does not log in.
     */
    private static List<String> say(
            OpenSsh ssh, WarrenServer warren, String words, List<String> fields) {
        List<String> command =
                new ArrayList<>(ssh.command(warren, List.of("-T", "-o", "LogLevel=ERROR")));
        command.add(words + " --json");
        JsonNode answer =
                JsonMapper.shared()
                        .readTree(
                                Programs.run(
                                        ssh.workspace(),
                                        "ssh-" + words.replace(' ', '-'),
                                        command,
                                        QUICK));
        return fields.stream().map(field -> field + answer.findValues(field)).toList();
    }

    private static void loop(OpenSsh ssh, WarrenServer warren, Backend backend) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LOOP, "sh"));
        command.addAll(
                ssh.forwarding(
                        warren,
                        List.of("kept:80:127.0.0.1:" + backend.port()),
                        List.of("-o", "ServerAliveInterval=2")));
        ssh.workspace().start("kept-tunnel", command);
    }

    /** Kills it while requests go through the tunnel. */
    private static void kill(WarrenServer warren, Entrance tunnel) {
        try (SteadyLoad load = new SteadyLoad(tunnel)) {
            load.rate(TRAFFIC);
            warren.kill();
        }
    }

    private static List<Object> judge(
            Run run, int kill, WarrenServer warren, Entrance tunnel, boolean same) {
        long begin = System.nanoTime();
        boolean back = tunnel.awaitAnswer(RETURN_LIMIT);
        double seconds = back ? (System.nanoTime() - begin) / 1e9 : Double.NaN;
        String name = "kill " + kill + ": ";
        run.report().check(Check.holds(name + "account, keys and host key are the same", same));
        run.report()
                .check(
                        Check.atMost(
                                name + "tunnel back after the start",
                                seconds,
                                "s",
                                RETURN_SECONDS));
        return List.of(kill, warren.startTime().toMillis() / 1e3, seconds);
    }
}
