package dev.warren.core.memory;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whoever can give bytes of one budget back early. Thread-safe. */
final class Reclaimables {

    private final CopyOnWriteArrayList<Reclaimable> all = new CopyOnWriteArrayList<>();

    void add(Reclaimable reclaimable) {
        all.add(reclaimable);
    }

    void remove(Reclaimable reclaimable) {
        all.remove(reclaimable);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Asks one after the other, the one with the oldest bytes first, until {@code bytes} are free.
     *
     * @return how many were given back
     */
    long reclaim(long bytes) {
        // asked once each: an age that changes while they are sorted would have no order
        List<Aged> oldestFirst =
                all.stream()
                        .map(one -> new Aged(one, one.oldest()))
                        .sorted(Comparator.comparingLong(Aged::oldest))
                        .toList();
        long freed = 0;
        for (Aged aged : oldestFirst) {
            freed += aged.reclaimable.reclaim(bytes - freed);
            if (freed >= bytes) {
                break;
            }
        }
        return freed;
    }

    private record Aged(Reclaimable reclaimable, long oldest) {}
}
