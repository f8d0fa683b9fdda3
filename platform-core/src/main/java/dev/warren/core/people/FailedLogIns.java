package dev.warren.core.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts failed log-ins by address, so that nobody tries tokens by the thousand. Thread-safe. */
public final class FailedLogIns {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final int most;
    private final Cache<String, AtomicInteger> failures =
            Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).expireAfterWrite(PERIOD).build();

    /** With {@code most} failures a minute for each address. */
    public FailedLogIns(int most) {
        this.most = most;
    }

    /** Whether {@code address} may try again. */
    public boolean permits(String address) {
        AtomicInteger count = failures.getIfPresent(address);
        return count == null || count.get() < most;
    }

    /** {@code address} tried in vain. */
    public void failed(String address) {
        failures.get(address, _ -> new AtomicInteger()).incrementAndGet();
    }
}
