package dev.warren.app.drill;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.ExactTransfer;
import dev.warren.app.lab.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Transfers side by side, half of them down and half up, each byte compared. */
final class Flood {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Flood() {}

    /**
     * How a flood went.
     *
     * @param wrong transfers that did not arrive to the byte
     * @param problem what went wrong first; empty when nothing did
     */
    record Outcome(int transfers, int wrong, double seconds, double megabytes, String problem) {}

    /**
     * Runs one.
     *
     * @param size bytes of each transfer
     * @param line what all of them share
     */
    static Outcome run(Entrance entrance, int transfers, long size, Line line)
            throws InterruptedException {
        long begin = System.nanoTime();
        List<ExactTransfer.Outcome> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<ExactTransfer.Outcome>> tasks = new ArrayList<>();
            for (int i = 0; i < transfers; i++) {
                boolean down = i % 2 == 0;
                tasks.add(() ->
                        down
                                ? ExactTransfer.download(entrance, size, line)
                                : ExactTransfer.upload(entrance, size, line));
            }
            for (Future<ExactTransfer.Outcome> done :
                    threads.invokeAll(tasks, LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                outcomes.add(outcome(done));
            }
        }
        List<ExactTransfer.Outcome> wrong =
                outcomes.stream().filter(o -> o.right() != size || !o.problem().isEmpty()).toList();
        return new Outcome(
                transfers,
                wrong.size(),
                (System.nanoTime() - begin) / 1e9,
                outcomes.stream().mapToLong(ExactTransfer.Outcome::right).sum() / 1e6,
                wrong.isEmpty()
                        ? ""
                        : "%,d bytes right, %s"
                                .formatted(wrong.getFirst().right(), wrong.getFirst().problem()));
    }

    private static ExactTransfer.Outcome outcome(Future<ExactTransfer.Outcome> done)
            throws InterruptedException {
        try {
            return done.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | CancellationException | TimeoutException broken) {
            return new ExactTransfer.Outcome(0, LIMIT.toSeconds(), broken.toString());
        }
    }
}
