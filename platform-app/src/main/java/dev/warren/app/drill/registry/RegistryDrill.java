package dev.warren.app.drill.registry;

import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Crowds, bad upstreams, crashes and a full disk, each in a small process of its own. */
public final class RegistryDrill implements Experiment {

    private interface Part {
        void run(Run run) throws Exception;
    }

    private static final Map<String, Part> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("pushes", Pushes::run);
        PARTS.put("storm", Storm::run);
        PARTS.put("upstream", BadUpstream::run);
        PARTS.put("full", FullDisk::run);
        PARTS.put("kills", Kills::run);
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public String summary() {
        return "big pushes, a pull storm, bad upstreams, a full disk and kill -9, in 512 MiB";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("only", "all", "some of " + String.join(",", PARTS.keySet())),
                new Option("pushes", "20", "pushes at once, 1 to 200"),
                new Option("size", "2000M", "bytes of each of them; all of it must fit the disk"),
                new Option("pulls", "100", "clients that want the same cold blob, 2 to 2000"),
                new Option("kills", "8", "how often it is killed, 1 to 1000"));
    }

    @Override
    public void run(Run run) throws Exception {
        Set<String> chosen = run.options().words("only", List.copyOf(PARTS.keySet()));
        if (chosen.contains("pushes")) {
            Pushes.checkDisk(run);
        }
        for (var each : PARTS.entrySet()) {
            if (chosen.contains(each.getKey())) {
                each.getValue().run(run);
            }
        }
    }
}
