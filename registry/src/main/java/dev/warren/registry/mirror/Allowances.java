package dev.warren.registry.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes each caller has fetched within an hour, so that nobody alone fills the cache with
 * what nobody else wants. What is here already, or coming for somebody else, costs nothing.
 * Bounded; thread-safe.
 */
final class Allowances {

    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int MOST_CALLERS = 10_000;

    private final long most;
    private final InstantSource clock;
    private final Cache<String, Hour> hours =
            Caffeine.newBuilder().maximumSize(MOST_CALLERS).build();

    private record Hour(Instant since, AtomicLong bytes) {

        boolean covers(Instant now) {
            return !now.isBefore(since) && now.isBefore(since.plus(PERIOD));
        }
    }

    /** {@code most}: bytes an hour for each caller. */
    Allowances(long most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** How long {@code caller} has to wait before it fetches more; empty when it need not. */
    Optional<Duration> wait(String caller) {
        Instant now = clock.instant();
        Hour hour = hours.getIfPresent(caller);
        return hour != null && hour.covers(now) && hour.bytes.get() >= most
                ? Optional.of(Duration.between(now, hour.since.plus(PERIOD)))
                : Optional.empty();
    }

    /** Counts bytes that will be fetched for {@code caller}. */
    void count(String caller, long bytes) {
        Instant now = clock.instant();
        hours.asMap()
                .compute(
                        caller,
                        (_, known) ->
                                known != null && known.covers(now)
                                        ? known
                                        : new Hour(now, new AtomicLong()))
                .bytes
                .addAndGet(bytes);
    }
}
