package dev.warren.edge.net;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what a door refuses at most once a second: one line for the latest, with the number of those
 * that were left out since the line before. Any thread.
 */
public final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long EVERY_MILLIS = 1000;

    private final String door;
    private final InstantSource clock;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong silent = new AtomicLong();

    /**
     * @param door what refuses, as the first word of the line
     */
    public RefusalLog(String door, InstantSource clock) {
        this.door = door;
        this.clock = clock;
    }

    /**
     * @param reason a bounded word
     * @param detail {@code key=value} pairs without secrets; control characters are the caller's to
     *     remove
     */
    public void refused(String reason, String detail) {
        long now = clock.millis();
        long due = next.get();
        if (now < due || !next.compareAndSet(due, now + EVERY_MILLIS)) {
            silent.incrementAndGet();
            return;
        }
        LOG.info(
                "{} refused reason={} {} suppressed={}", door, reason, detail, silent.getAndSet(0));
    }
}
