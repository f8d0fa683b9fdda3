package dev.warren.registry.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.core.memory.MemoryBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Lists that upstreams answered with: good for a while, and after that better than none while the
 * upstream does not answer. Charged to a budget, in which the longest unused make room.
 * Thread-safe; does not block.
 */
final class KeptLists<T> {

    /** What an entry costs besides what is in it. */
    private static final int OVERHEAD = 512;

    private final Cache<Key, Entry<T>> entries;
    private final MemoryBudget memory;
    private final ToIntFunction<T> weigher;
    private final Duration fresh;
    private final InstantSource clock;

    private record Entry<T>(List<T> list, Instant since, int weight) {}

    /**
     * Lists.
     *
     * @param memory its budget, all of which it may fill
     * @param weigher bytes that one of a list takes
     * @param fresh how long a list is good
     */
    KeptLists(MemoryBudget memory, ToIntFunction<T> weigher, Duration fresh, InstantSource clock) {
        this.memory = memory;
        this.weigher = weigher;
        this.fresh = fresh;
        this.clock = clock;
        this.entries =
                Caffeine.newBuilder()
                        .maximumWeight(memory.limit())
                        .weigher((Key _, Entry<T> entry) -> entry.weight)
                        .executor(Runnable::run)
                        .removalListener((_, entry, _) -> {
                            if (entry != null) {
                                memory.release(entry.weight);
                            }
                        })
                        .build();
    }

    /** The list, if it is still good. */
    Optional<List<T>> fresh(Key key) {
        return Optional.ofNullable(entries.getIfPresent(key))
                .filter(entry -> isFresh(entry, clock.instant()))
                .map(Entry::list);
    }

    private boolean isFresh(Entry<T> entry, Instant now) {
        return !now.isBefore(entry.since) && now.isBefore(entry.since.plus(fresh));
    }

    /** The list, however old it is. */
    Optional<List<T>> any(Key key) {
        return Optional.ofNullable(entries.getIfPresent(key)).map(Entry::list);
    }

    /** Keeps a list, if there is room. */
    void put(Key key, List<T> list) {
        int weight = OVERHEAD + list.stream().mapToInt(weigher).sum();
        if (weight <= memory.limit() && memory.tryAcquire(weight)) {
            entries.put(key, new Entry<>(List.copyOf(list), clock.instant(), weight));
        }
    }

    void forget(Key key) {
        entries.invalidate(key);
    }
}
