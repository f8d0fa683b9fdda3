package dev.warren.tunnels.traffic;

import dev.warren.tunnels.live.Figures.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where figures are kept. All methods block. */
interface TrafficStore {

    /** What came for a name since the last time. */
    record Change(long account, String name, Sums sums) {}

    /** Adds all of {@code changes}, or none of them. Accounts that have gone are passed over. */
    void add(List<Change> changes, Instant now);

    /** All of an account. */
    List<TrafficRow> of(long account);

    /**
     * Forgets what did not change for long, and the oldest of who has too many.
     *
     * @param most names of one account that are kept
     */
    void tidy(Instant now, Duration keep, int most);
}
