package dev.warren.app.drill;

import dev.warren.app.drill.feeds.FeedsDrill;
import dev.warren.app.drill.registry.RegistryDrill;
import dev.warren.app.lab.Experiments;
import java.time.InstantSource;
import java.util.List;

/** What {@code warren drill} runs. */
public final class Drills {

    private Drills() {}

    /** Runs the drill that the first argument names, or lists them all, and exits. */
    public static void main(String[] args) {
        Experiments drills =
                new Experiments(
                        "drill",
                        List.of(
                                new MemoryFloodDrill(),
                                new SlowReadersDrill(),
                                new BigTransfersDrill(),
                                new RekeyDrill(),
                                new KillDrill(),
                                new FeedsDrill(),
                                new RegistryDrill()),
                        System.out,
                        InstantSource.system());
        System.exit(drills.run(args));
    }
}
