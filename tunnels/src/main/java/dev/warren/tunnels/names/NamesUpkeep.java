package dev.warren.tunnels.names;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.SmartLifecycle;

/**
 * Fills the index before anybody asks it, and then looks every few seconds for changes that other
 * nodes made. While the database is away, the index stays as it is.
 */
final class NamesUpkeep implements InitializingBean, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(NamesUpkeep.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final NameBook book;
    private final Duration every;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    NamesUpkeep(NameBook book, Duration every) {
        this.book = book;
        this.every = every;
    }

    @Override
    public void afterPropertiesSet() {
        book.refresh();
    }

    @Override
    public void start() {
        CountDownLatch until = new CountDownLatch(1);
        stop = until;
        thread = Thread.ofVirtual().name("names-upkeep").start(() -> run(until));
    }

    private void run(CountDownLatch until) {
        try {
            while (!until.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                keepUp();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepUp() {
        try {
            book.refresh();
        } catch (NamesException away) {
            log.debug("names stay as they are: {}", away.getMessage());
        } catch (RuntimeException unexpected) {
            log.error("The index of names could not be refreshed", unexpected);
        }
    }

    @Override
    public void stop() {
        stop.countDown();
        Thread running = thread;
        try {
            if (running != null && !running.join(LONGEST_STOP)) {
                running.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return stop.getCount() > 0;
    }

    /** Before the doors open. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE / 2 + 1;
    }
}
