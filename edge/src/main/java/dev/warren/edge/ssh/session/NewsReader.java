package dev.warren.edge.ssh.session;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.SessionNews;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows news on one session. A virtual thread writes while there is something to write, and none
 * exists while there is not; a session that does not take its bytes makes its own ring drop the
 * oldest, and holds up nobody.
 */
final class NewsReader implements AutoCloseable {

    private final SessionIo io;
    private final boolean json;
    private final NewsRing ring;
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Held by the one that writes. */
    private final ReentrantLock pen = new ReentrantLock();

    private volatile boolean sawError;

    NewsReader(SessionIo io, boolean json, MemoryBudget budget) {
        this.io = io;
        this.json = json;
        this.ring = new NewsRing(budget);
    }

    void add(SessionNews news) {
        ring.add(news);
        wake();
    }

    void addAll(NewsRing.Batch batch) {
        batch.news().forEach(ring::add);
        if (!batch.isEmpty()) {
            lost(batch.lost());
            wake();
        }
    }

    private void lost(long count) {
        if (count > 0) {
            ring.add(NewsText.lost(count));
        }
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            Thread.startVirtualThread(this::write);
        }
    }

    /** Shows all that came so far, on the caller's thread, a virtual one. */
    void finish() {
        write();
    }

    /** Whether anything shown was an error. */
    boolean sawError() {
        return sawError;
    }

    private void write() {
        pen.lock();
        try {
            // first, so that whoever adds from here on wakes the next writer
            woken.set(false);
            for (NewsRing.Batch batch = ring.take(); !batch.isEmpty(); batch = ring.take()) {
                if (batch.lost() > 0) {
                    show(NewsText.lost(batch.lost()));
                }
                batch.news().forEach(this::show);
            }
        } finally {
            pen.unlock();
        }
    }

    private void show(SessionNews news) {
        sawError |= news.error();
        if (json && !news.picture().isEmpty()) {
            return;
        }
        if (json) {
            io.out().println(NewsText.json(news));
            io.out().flush();
        } else {
            var stream = news.error() ? io.err() : io.out();
            stream.println(Printable.line(news.line()));
            news.picture().forEach(row -> stream.println(Printable.line(row)));
            stream.flush();
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}
