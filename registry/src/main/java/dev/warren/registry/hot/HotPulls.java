package dev.warren.registry.hot;

import dev.warren.registry.catalog.PullRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How often a hot manifest was read, and who pulled it. Thread-safe; does not block. */
public final class HotPulls {

    /** Accounts that are counted each for itself; an entry lives for a second. */
    private static final int MOST = 64;

    /** Not an account's number. */
    private static final long NOBODY = 0;

    private static final Duration EARLIER = Duration.ofMillis(1);

    private final PullRows.Place place;
    private final LongAdder reads = new LongAdder();
    private final ConcurrentMap<Long, LongAdder> pulls = new ConcurrentHashMap<>();
    private volatile long last = NOBODY;

    HotPulls(PullRows.Place place) {
        this.place = place;
    }

    /** Somebody asked what it is. */
    void read() {
        reads.increment();
    }

    /**
     * Somebody pulled it; empty for nobody in particular, which whoever is one account too many
     * counts as.
     */
    void pulled(Optional<Long> account) {
        reads.increment();
        long wanted = account.orElse(NOBODY);
        long by = pulls.size() < MOST || pulls.containsKey(wanted) ? wanted : NOBODY;
        last = by;
        pulls.computeIfAbsent(by, _ -> new LongAdder()).increment();
    }

    /** Of which repository it is. */
    public PullRows.Place place() {
        return place;
    }

    /** Reads since this was last asked, those that were pulls included. */
    public long takeReads() {
        return reads.sumThenReset();
    }

    /** What was pulled since this was last asked. Who pulled last did so after all others. */
    public List<PullRows.Pulls> takePulls(Instant now) {
        List<PullRows.Pulls> taken = new ArrayList<>();
        long latest = last;
        pulls.forEach((by, count) -> {
            long times = count.sumThenReset();
            if (times > 0) {
                taken.add(
                        new PullRows.Pulls(
                                new PullRows.Puller(
                                        place, by == NOBODY ? Optional.empty() : Optional.of(by)),
                                times,
                                by == latest ? now : now.minus(EARLIER)));
            }
        });
        return List.copyOf(taken);
    }
}
