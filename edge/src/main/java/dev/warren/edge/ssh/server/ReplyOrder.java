package dev.warren.edge.ssh.server;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection whose answers take time: done one at a time on a virtual thread,
 * in the order in which they came, so that replies go out in that order. Clients match replies to
 * requests by order alone (RFC 4254, 4). Thread-safe; bounded; no thread exists while there is
 * nothing to do.
 */
final class ReplyOrder {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyOrder.class);

    private final int most;

    /** Guarded by {@code this}, like all below. */
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    private boolean working;
    private boolean finished;

    ReplyOrder(int most) {
        this.most = most;
    }

    /**
     * Does {@code request} when all before it are done.
     *
     * @return false when too many wait already, or this is finished; the request is not done then
     */
    synchronized boolean submit(Runnable request) {
        if (finished || waiting.size() >= most) {
            return false;
        }
        add(request);
        return true;
    }

    /** Forgets what waits, lets the current request end, and does {@code last}. Once. */
    synchronized void finish(Runnable last) {
        if (!finished) {
            finished = true;
            waiting.clear();
            add(last);
        }
    }

    synchronized boolean isIdle() {
        return !working;
    }

    /** Waits until nothing is left to do; virtual threads only. */
    synchronized boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (working) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private void add(Runnable request) {
        waiting.add(request);
        if (!working) {
            working = true;
            Thread.startVirtualThread(this::work);
        }
    }

    private void work() {
        for (Runnable request = next(); request != null; request = next()) {
            try {
                request.run();
            } catch (RuntimeException broken) {
                LOG.warn("ssh request failed", broken);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable request = waiting.poll();
        if (request == null) {
            working = false;
            notifyAll();
        }
        return request;
    }
}
