package dev.warren.core.upkeep;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * So many pieces of work at the same time, each on a virtual thread of its own. A turn is taken
 * before its work is known, and given back when there was none; work that was begun gives its turn
 * back itself. Thread-safe.
 */
public final class Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final String name;
    private final int most;
    private final Duration gently;
    private final Semaphore free;

    /** As many as there are turns. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * @param name one word, for the threads and the log
     * @param most turns at a time
     * @param gently how long work may go on that is asked to end
     */
    public Turns(String name, int most, Duration gently) {
        this.name = name;
        this.most = most;
        this.gently = gently;
        this.free = new Semaphore(most);
    }

    /** How many could be taken now. */
    public int free() {
        return free.availablePermits();
    }

    /** Takes that many or none, after waiting for them for up to {@code patience}. */
    public boolean take(int number, Duration patience) throws InterruptedException {
        return free.tryAcquire(number, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Takes all that are free now.
     *
     * @return how many these are
     */
    public int takeRest() {
        return free.drainPermits();
    }

    /** Gives turns back that were taken for nothing. */
    public void giveBack(int number) {
        free.release(number);
    }

    /**
     * Begins work in a turn that was taken before.
     *
     * @param work logs what fails of it
     */
    public void begin(Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
        threads.add(thread);
        thread.start();
    }

    /**
     * Takes a turn and begins work in it.
     *
     * @throws IllegalStateException when none is free
     */
    public void takeAndBegin(Runnable work) {
        if (!free.tryAcquire()) {
            throw new IllegalStateException("%s: all %d turns are taken".formatted(name, most));
        }
        begin(work);
    }

    private void run(Runnable work) {
        try {
            work.run();
        } finally {
            threads.remove(Thread.currentThread());
            free.release();
        }
    }

    /**
     * Waits for all that was begun, interrupts what does not end, and waits once more; no more may
     * be begun meanwhile.
     */
    public void end() {
        if (!ended()) {
            threads.forEach(Thread::interrupt);
            if (!ended()) {
                LOG.warn("turns do not end name={} number={}", name, threads.size());
            }
        }
    }

    private boolean ended() {
        try {
            boolean all = take(most, gently);
            if (all) {
                free.release(most);
            }
            return all;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
