package dev.warren.registry.hot;

import dev.warren.registry.catalog.PullRows;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How often a hot manifest was pulled, and by whom last. Thread-safe; does not block. */
public final class HotPulls {

    private final PullRows.Place place;
    private final LongAdder count = new LongAdder();
    private volatile @Nullable Long by;

    HotPulls(PullRows.Place place) {
        this.place = place;
    }

    /** Somebody pulled it; {@code account} null for nobody in particular. */
    void add(@Nullable Long account) {
        by = account;
        count.increment();
    }

    /** Of which repository it is. */
    public PullRows.Place place() {
        return place;
    }

    /** What was counted since this was last asked; empty when nothing was. */
    public Optional<PullRows.Pulls> take(Instant now) {
        long pulls = count.sumThenReset();
        return pulls == 0
                ? Optional.empty()
                : Optional.of(new PullRows.Pulls(pulls, now, Optional.ofNullable(by)));
    }
}
