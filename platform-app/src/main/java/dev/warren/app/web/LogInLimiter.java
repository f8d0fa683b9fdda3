package dev.warren.app.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Slows down whoever tries tokens and codes: a number of attempts a minute for each address, and
 * fifty times that for all addresses together. Thread-safe.
 */
final class LogInLimiter {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int ALL_ADDRESSES = 50;
    private static final int MAX_ADDRESSES = 10_000;

    private final Cache<String, Bucket> addresses =
            Caffeine.newBuilder()
                    .maximumSize(MAX_ADDRESSES)
                    .expireAfterAccess(PERIOD.multipliedBy(2))
                    .build();
    private final int attempts;
    private final Bucket all;
    private final Counter refused;

    LogInLimiter(int attempts, MeterRegistry meters) {
        this.attempts = attempts;
        this.all = bucket(attempts * ALL_ADDRESSES);
        this.refused =
                Counter.builder("warren.app.login.refused")
                        .description("Log-in attempts on the web that came too fast")
                        .register(meters);
    }

    /** Whether {@code address} may try once more now. */
    boolean permits(String address) {
        Bucket own = addresses.get(network(address), _ -> bucket(attempts));
        boolean permitted = own.tryConsume(1) && all.tryConsume(1);
        if (!permitted) {
            refused.increment();
        }
        return permitted;
    }

    /** An IPv6 address's first four groups: whoever has one address has them all. */
    private static String network(String address) {
        int end = -1;
        for (int group = 0; group < 4; group++) {
            int next = address.indexOf(':', end + 1);
            if (next < 0) {
                return address;
            }
            end = next;
        }
        return address.substring(0, end);
    }

    private static Bucket bucket(int attempts) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(attempts).refillGreedy(attempts, PERIOD))
                .build();
    }
}
