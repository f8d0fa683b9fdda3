package dev.warren.edge.http.proxy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of refused connections, at most one line a second with a count. Thread-safe. */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final LongAdder untold = new LongAdder();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    void refused(ConnectionGate.Refusal refusal) {
        untold.increment();
        long due = next.get();
        long now = System.nanoTime();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
            LOG.warn("http refused connections={} last={}", untold.sumThenReset(), refusal.words());
        }
    }
}
