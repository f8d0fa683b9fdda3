package dev.warren.edge.ssh.server;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refusals at most once a second: one line for the latest, with the number of those that were
 * left out since the line before. Any thread.
 */
public final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long EVERY_MILLIS = 1000;

    private final InstantSource clock;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong silent = new AtomicLong();

    public RefusalLog(InstantSource clock) {
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
        LOG.info("ssh refused reason={} {} suppressed={}", reason, detail, silent.getAndSet(0));
    }
}
