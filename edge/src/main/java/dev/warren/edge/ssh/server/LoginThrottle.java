package dev.warren.edge.ssh.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Counts failed log-ins by address block, and says for how long one that failed too often has to
 * wait. A block may fail {@code perMinute} times at once; what it used comes back evenly over a
 * minute. Thread-safe; remembers at most 65,536 blocks, the quiet ones forgotten first.
 */
final class LoginThrottle {

    private static final int MAX_BLOCKS = 65_536;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    private final InstantSource clock;
    private final Cache<AddressBlock, Failures> blocks =
            Caffeine.newBuilder()
                    .maximumSize(MAX_BLOCKS)
                    .expireAfterWrite(MINUTE.multipliedBy(2))
                    .build();

    LoginThrottle(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    void failed(AddressBlock block) {
        blocks.asMap()
                .merge(
                        block,
                        new Failures(1, clock.millis()),
                        (old, one) ->
                                new Failures(old.at(one.millis(), perMinute) + 1, one.millis()));
    }

    /** How long the block has to wait, zero when it may try. */
    Duration wait(AddressBlock block) {
        Failures failures = blocks.getIfPresent(block);
        if (failures == null) {
            return Duration.ZERO;
        }
        double over = failures.at(clock.millis(), perMinute) - perMinute + 1;
        return over <= 0
                ? Duration.ZERO
                : Duration.ofMillis((long) Math.ceil(over * MINUTE.toMillis() / perMinute));
    }

    /** How many failures are still held against a block, as of a time. */
    private record Failures(double count, long millis) {

        double at(long now, int perMinute) {
            double given = (double) (now - millis) * perMinute / MINUTE.toMillis();
            return Math.max(0, count - Math.max(0, given));
        }
    }
}
