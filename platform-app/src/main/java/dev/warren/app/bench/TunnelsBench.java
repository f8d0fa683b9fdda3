package dev.warren.app.bench;

import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tunnels beside OpenSSH's own server, nginx without a tunnel and, with a binary of it, sish. */
final class TunnelsBench implements Experiment {

    private interface Case {
        void run(Bed bed) throws Exception;
    }

    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        CASES.put("bulk", BulkBench::run);
        CASES.put("http", HttpBench::run);
        CASES.put("inspect", InspectBench::run);
        CASES.put("scale", ScaleBench::run);
        CASES.put("handshake", HandshakeBench::run);
        CASES.put("memory", MemoryBench::run);
    }

    @Override
    public String name() {
        return "tunnels";
    }

    @Override
    public String summary() {
        return "bulk, requests, inspector, scale, handshakes and memory, as ratios to sshd -R";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.flag("quick", "short and small: shows that it works, not how fast it is"),
                new Option("only", "all", "some of " + String.join(",", CASES.keySet())),
                new Option("rounds", "5", "turns that each server takes, 1 to 50; quick: 2"),
                new Option("sish", "PATH", "a sish binary to compare with"));
    }

    @Override
    public void run(Run run) throws Exception {
        Set<String> chosen = run.options().words("only", List.copyOf(CASES.keySet()));
        try (Bed bed = new Bed(run)) {
            for (var each : CASES.entrySet()) {
                if (chosen.contains(each.getKey())) {
                    each.getValue().run(bed);
                }
            }
        }
    }
}
