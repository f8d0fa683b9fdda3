package dev.warren.app.bench.registry;

import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The registry beside Debian's {@code docker-registry}, and nginx for files. */
public final class RegistryBench implements Experiment {

    private interface Case {
        void run(Bed bed) throws Exception;
    }

    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        CASES.put("manifest", ManifestBench::run);
        CASES.put("blob", BlobBench::run);
        CASES.put("cold", ColdBench::run);
        CASES.put("pulls", PullsBench::run);
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public String summary() {
        return "manifests, blobs, cold pulls and a crowd, as ratios to docker-registry and nginx";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.flag("quick", "short and small: shows that it works, not how fast it is"),
                new Option("only", "all", "some of " + String.join(",", CASES.keySet())),
                new Option("rounds", "5", "turns that each server takes, 1 to 50; quick: 2"),
                new Option("line", "1000", "megabits a second of the upstream's line, when slow"),
                new Option("pulls", "500", "clients that pull at once, 2 to 2000; quick: 50"));
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
