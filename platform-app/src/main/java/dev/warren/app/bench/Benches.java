package dev.warren.app.bench;

import dev.warren.app.bench.registry.RegistryBench;
import dev.warren.app.lab.Experiments;
import dev.warren.app.lab.Swarm;
import dev.warren.app.lab.SwarmMain;
import java.time.InstantSource;
import java.util.List;

/** What {@code warren bench} runs. */
public final class Benches {

    private Benches() {}

    /** Runs the benchmark that the first argument names, or lists them all, and exits. */
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        if (!words.isEmpty() && words.getFirst().equals(Swarm.WORD)) {
            SwarmMain.main(words.subList(1, words.size()));
            return;
        }
        Experiments benches =
                new Experiments(
                        "bench",
                        List.of(new TunnelsBench(), new FeedsBench(), new RegistryBench()),
                        System.out,
                        InstantSource.system());
        System.exit(benches.run(args));
    }
}
