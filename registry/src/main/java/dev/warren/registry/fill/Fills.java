package dev.warren.registry.fill;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.upstream.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * Fetches blobs from other registries, each once however many ask for it at the same time. A
 * bounded number is fetched at once, a bounded number waits, more are refused. Blocks; thread-safe.
 */
public final class Fills implements AutoCloseable {

    /** Some clients give up when they see no head for 30 s. */
    private static final Duration HEADS = Duration.ofSeconds(28);

    private static final Duration LATER = Duration.ofSeconds(5);
    private static final int ROUNDS = 3;

    private final Tools tools;
    private final Semaphore turns;
    private final ConcurrentMap<Digest, FillTask> running = new ConcurrentHashMap<>();

    /**
     * Where blobs go.
     *
     * @param machines who else fetches for the same store
     */
    record Place(IncomingBlobs files, Room room, Machines machines) {}

    /** Fetches for a store that no other machine has. */
    public Fills(
            IncomingBlobs files,
            Room room,
            MemoryBudget memory,
            FillProperties limits,
            MeterRegistry meters,
            InstantSource clock) {
        this(new Place(files, room, Machines.ONE), memory, limits, meters, clock);
    }

    Fills(
            Place place,
            MemoryBudget memory,
            FillProperties limits,
            MeterRegistry meters,
            InstantSource clock) {
        FillMetrics metrics = new FillMetrics(meters);
        metrics.watch(running);
        this.tools =
                new Tools(place.files, place.room, place.machines, memory, limits, metrics, clock);
        this.turns = new Semaphore(limits.atOnce(), true);
    }

    /** The repository that a blob is being fetched from, as {@link Origin#via}. */
    public Optional<String> via(Digest digest) {
        return Optional.ofNullable(running.get(digest)).map(FillTask::via);
    }

    /**
     * Fetches a blob, or joins who does. Returns when the upstream has begun to answer.
     *
     * <p>When somebody else's repository was first, that says nothing about this one: see {@link
     * Fetched#via}.
     */
    public Reply<Fetched> fetch(Order order) {
        for (int round = 0; round < ROUNDS; round++) {
            int most = tools.limits().atOnce() + tools.limits().waiting();
            if (running.size() >= most && !running.containsKey(order.digest())) {
                break;
            }
            FillTask task = task(order);
            Reply<Fetched> reply = task.await(HEADS);
            boolean coming =
                    reply instanceof Reply.Good<Fetched>(Fetched fetched)
                            && (fetched.fill().isPresent() || fetched.stored());
            // that another repository does not have it is not this one's answer
            if (coming || task.via().equals(order.origin().via())) {
                return reply;
            }
        }
        return new Reply.Failed<>(Cause.BUSY, LATER, "too many blobs are being fetched already");
    }

    /**
     * Joins who fetches a blob from the repository {@code via}; empty when nobody does. Returns
     * when the upstream has begun to answer.
     */
    public Optional<Reply<Fetched>> join(Digest digest, String via) {
        FillTask task =
                running.computeIfPresent(
                        digest,
                        (_, known) -> {
                            known.touch();
                            return known;
                        });
        if (task == null || !task.via().equals(via)) {
            return Optional.empty();
        }
        tools.metrics().joined();
        return Optional.of(task.await(HEADS));
    }

    private FillTask task(Order order) {
        FillTask mine = new FillTask(order, tools);
        FillTask task =
                running.compute(
                        order.digest(),
                        (_, known) -> {
                            if (known != null) {
                                known.touch();
                            }
                            return known == null ? mine : known;
                        });
        if (task == mine) {
            Thread.ofVirtual()
                    .name("warren-registry-fill")
                    .start(() -> mine.run(turns, only -> quit(order.digest(), mine, only)));
        } else {
            tools.metrics().joined();
        }
        return task;
    }

    /** Nobody joins from now on. */
    private boolean quit(Digest digest, FillTask task, boolean onlyIfUnwanted) {
        FillTask left =
                running.computeIfPresent(
                        digest,
                        (_, known) ->
                                known == task && (!onlyIfUnwanted || task.isUnwanted())
                                        ? null
                                        : known);
        return left != task;
    }

    @Override
    public void close() {
        running.values().forEach(FillTask::stop);
    }
}
