package dev.warren.tunnels.traffic;

import dev.warren.tunnels.live.Figures;
import dev.warren.tunnels.live.Figures.Sums;
import dev.warren.tunnels.live.Traffic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The figures that were counted and are not written yet, by account and name. Counting touches no
 * lock and no database; {@link #write} takes what came since the last time. A name that nothing
 * stands under is forgotten once its figures are written. Thread-safe.
 */
final class TrafficBook implements Traffic {

    /** Whose figures. */
    record Name(long account, String name) {}

    private static final class Entry {

        private final Figures figures = new Figures();

        /** What was written; guarded by {@link #lock}. */
        private Sums written = Sums.ZERO;

        /** Nothing stood under it at the last write, and nothing came. */
        private volatile boolean quiet;
    }

    private final TrafficStore store;
    private final InstantSource clock;
    private final int most;

    /** Held while the database is asked; no event loop ever takes it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Name, Entry> entries = new ConcurrentHashMap<>();

    /**
     * @param most names that are counted at a time; figures of more are not kept
     */
    TrafficBook(TrafficStore store, InstantSource clock, int most) {
        this.store = store;
        this.clock = clock;
        this.most = most;
    }

    @Override
    public Figures of(long account, String name) {
        Name key = new Name(account, name);
        Entry known = entries.get(key);
        if (known == null && entries.size() >= most) {
            return new Figures();
        }
        Entry entry = entries.computeIfAbsent(key, _ -> new Entry());
        // whoever asks is about to stand
        entry.quiet = false;
        return entry.figures;
    }

    /**
     * Writes what came since the last time, and forgets who was quiet twice. Blocks.
     *
     * @param stands whether a tunnel of that name may still count
     * @throws org.springframework.dao.DataAccessException when the database is away; nothing is
     *     lost
     */
    void write(Predicate<Name> stands) {
        lock.lock();
        try {
            Map<Name, Sums> seen = new HashMap<>();
            List<TrafficStore.Change> changes = new ArrayList<>();
            entries.forEach((name, entry) -> {
                Sums now = entry.figures.sums();
                Sums change = now.minus(entry.written);
                if (!change.equals(Sums.ZERO)) {
                    seen.put(name, now);
                    changes.add(new TrafficStore.Change(name.account(), name.name(), change));
                } else if (!stands.test(name) && entry.quiet) {
                    entries.remove(name, entry);
                } else {
                    entry.quiet = !stands.test(name);
                }
            });
            if (!changes.isEmpty()) {
                store.add(changes, clock.instant());
            }
            seen.forEach((name, now) -> written(name, now));
        } finally {
            lock.unlock();
        }
    }

    private void written(Name name, Sums now) {
        Entry entry = entries.get(name);
        if (entry != null) {
            entry.written = now;
        }
    }

    /** All figures of an account, with what is not written yet. Blocks. */
    List<TrafficRow> of(long account) {
        lock.lock();
        try {
            Map<String, TrafficRow> rows = new TreeMap<>();
            store.of(account).forEach(row -> rows.put(row.name(), row));
            Instant now = clock.instant();
            entries.forEach((key, entry) -> {
                Sums fresh = entry.figures.sums().minus(entry.written);
                if (key.account() == account && !fresh.equals(Sums.ZERO)) {
                    TrafficRow old =
                            rows.getOrDefault(
                                    key.name(), new TrafficRow(key.name(), now, now, Sums.ZERO));
                    Sums all = old.sums().plus(fresh);
                    rows.put(key.name(), new TrafficRow(key.name(), old.since(), now, all));
                }
            });
            return List.copyOf(rows.values());
        } finally {
            lock.unlock();
        }
    }
}
