package dev.warren.tunnels.inspect;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.OwnerBudget;
import dev.warren.core.memory.Reclaimable;
import dev.warren.tunnels.inspect.CaptureMeters.Eviction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The histories of one account's tunnels, in a budget of their own.
 *
 * <p>Thread-safe. Its lock may be held when a recording's is taken, never the other way round; who
 * asks it for memory only tries.
 */
final class Shelf implements Reclaimable {

    /**
     * What one tunnel's history may hold.
     *
     * @param entries recordings
     * @param bytes bytes of all of them
     */
    record Limits(int entries, long bytes) {}

    private final OwnerBudget budget;
    private final MemoryBudget.Registered reclaimable;
    private final Limits limits;
    private final CaptureMeters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Place, History> histories = new HashMap<>();
    private boolean closed;

    Shelf(OwnerBudget budget, Limits limits, CaptureMeters meters) {
        this.budget = budget;
        this.limits = limits;
        this.meters = meters;
        this.reclaimable = budget.budget().addReclaimable(this);
    }

    MemoryBudget budget() {
        return budget.budget();
    }

    /** Keeps a recording; false when this shelf is closed. */
    boolean add(Recording recording) {
        return locked(() -> {
            if (closed) {
                return false;
            }
            History history = histories.computeIfAbsent(recording.place(), _ -> new History());
            history.add(recording);
            trim(history);
            return true;
        });
    }

    /** A recording is over, so that its size is known. */
    void settle(Recording recording) {
        locked(() -> {
            History history = recording.history();
            if (history != null) {
                history.count(recording);
                trim(history);
            }
            return true;
        });
    }

    private void trim(History history) {
        while (history.size() > limits.entries
                || history.bytes() > limits.bytes && history.size() > 1) {
            history.dropFirst();
            meters.evicted(Eviction.FULL);
        }
    }

    List<Recording> list(Predicate<Place> wanted) {
        return locked(() -> {
            List<Recording> all = new ArrayList<>();
            histories.forEach((place, history) -> {
                if (wanted.test(place)) {
                    all.addAll(history.list());
                }
            });
            return all;
        });
    }

    Optional<Recording> find(long number) {
        return locked(() ->
                histories.values().stream()
                        .flatMap(history -> history.list().stream())
                        .filter(recording -> recording.number() == number)
                        .findFirst());
    }

    /**
     * Forgets recordings.
     *
     * @return how many
     */
    int clear(Predicate<Place> wanted) {
        return locked(() -> {
            int count = 0;
            for (Place place : List.copyOf(histories.keySet())) {
                History history = wanted.test(place) ? histories.remove(place) : null;
                while (history != null && !history.isEmpty()) {
                    history.dropFirst();
                    count++;
                }
            }
            return count;
        });
    }

    /**
     * Forgets what is older than {@code limit}, and closes when nothing is left.
     *
     * @return whether it is closed now
     */
    boolean sweep(Instant limit) {
        return locked(() -> {
            for (History history : histories.values()) {
                while (history.oldest().isBefore(limit)) {
                    history.dropFirst();
                    meters.evicted(Eviction.AGE);
                }
            }
            histories.values().removeIf(History::isEmpty);
            if (histories.isEmpty() && !closed) {
                closed = true;
                reclaimable.close();
                budget.close();
            }
            return closed;
        });
    }

    @Override
    public long reclaim(long bytes) {
        if (lock.isHeldByCurrentThread() || !lock.tryLock()) {
            return 0;
        }
        try {
            long freed = 0;
            long got = 1;
            while (freed < bytes && got > 0) {
                got =
                        histories.values().stream()
                                .min(Comparator.comparing(History::oldest))
                                .map(History::tryDropOldest)
                                .orElse(0L);
                freed += got;
                if (got > 0) {
                    meters.evicted(Eviction.PRESSURE);
                }
            }
            return freed;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever is at it just now is asked last: nothing could be taken from them. */
    @Override
    public long oldest() {
        if (!lock.tryLock()) {
            return Long.MAX_VALUE;
        }
        try {
            long first = Long.MAX_VALUE;
            for (History history : histories.values()) {
                first = Math.min(first, history.oldestMillis());
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
