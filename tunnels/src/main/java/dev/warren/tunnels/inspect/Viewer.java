package dev.warren.tunnels.inspect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Somebody who watches tunnels: gets every exchange as it ends, and long ones when they begin, too.
 * At most {@value #RING} wait to be taken; then the oldest is dropped and counted, and traffic does
 * not notice. They are given out at most every {@value #PAUSE_MILLIS} ms, so that what a viewer
 * costs does not grow with the traffic beyond that. Thread-safe, for one thread that takes.
 */
public final class Viewer implements AutoCloseable {

    /** How many exchanges wait for a viewer. */
    static final int RING = 200;

    static final int PAUSE_MILLIS = 200;

    /** What a full ring holds, if all its recordings were forgotten everywhere else. */
    static final long COST = RING * 1024L;

    private final Predicate<Place> wanted;
    private final CaptureMeters meters;
    private final Consumer<Viewer> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final ArrayDeque<Recording> ring = new ArrayDeque<>();
    private long lost;
    private boolean closed;
    private long nextNanos = System.nanoTime();

    /**
     * What came since the last time.
     *
     * @param lost how many older ones were dropped before the first
     */
    public record Batch(List<Recording> recordings, long lost) {

        public boolean isEmpty() {
            return recordings.isEmpty() && lost == 0;
        }
    }

    Viewer(Predicate<Place> wanted, CaptureMeters meters, Consumer<Viewer> onClose) {
        this.wanted = wanted;
        this.meters = meters;
        this.onClose = onClose;
    }

    boolean wants(Place place) {
        return wanted.test(place);
    }

    /** Never waits for the viewer. */
    void offer(Recording recording) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (ring.size() == RING) {
                ring.removeFirst();
                lost++;
                meters.lost();
            }
            ring.add(recording);
            if (ring.size() == 1) {
                came.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that waits, after waiting for something for up to {@code patience}. */
    public Batch take(Duration patience) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nextNanos - System.nanoTime());
        lock.lock();
        try {
            long left = patience.toNanos();
            while (ring.isEmpty() && lost == 0 && left > 0) {
                left = came.awaitNanos(left);
            }
            Batch batch = new Batch(new ArrayList<>(ring), lost);
            ring.clear();
            lost = 0;
            nextNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ring.clear();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
