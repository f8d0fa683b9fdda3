package dev.warren.edge.ssh.session;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.SessionNews;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * News that wait to be shown: bounded in lines and in bytes, which are charged to a budget. When
 * full, the oldest is dropped and counted. Thread-safe; nobody ever waits.
 */
final class NewsRing implements AutoCloseable {

    private static final int MAX_LINES = 200;
    private static final long MAX_BYTES = 64 * 1024;
    private static final long OVERHEAD = 200;

    private final MemoryBudget budget;

    /** Guarded by {@code this}, like all below. */
    private final ArrayDeque<SessionNews> lines = new ArrayDeque<>();

    private long bytes;
    private long lost;
    private boolean closed;

    NewsRing(MemoryBudget budget) {
        this.budget = budget;
    }

    synchronized void add(SessionNews news) {
        long size = size(news);
        if (closed) {
            return;
        }
        if (size > MAX_BYTES) {
            lost++;
            return;
        }
        while (lines.size() >= MAX_LINES || bytes + size > MAX_BYTES) {
            dropOldest();
        }
        while (!budget.tryAcquire(size)) {
            if (lines.isEmpty()) {
                lost++;
                return;
            }
            dropOldest();
        }
        bytes += size;
        lines.add(news);
    }

    /** Takes everything that waits. */
    synchronized Batch take() {
        Batch batch = new Batch(new ArrayList<>(lines), lost);
        lines.clear();
        release(bytes);
        lost = 0;
        return batch;
    }

    /** Gives back all bytes; later news are ignored. */
    @Override
    public synchronized void close() {
        closed = true;
        lines.clear();
        release(bytes);
        lost = 0;
    }

    private void dropOldest() {
        release(size(lines.remove()));
        lost++;
    }

    private void release(long size) {
        bytes -= size;
        budget.release(size);
    }

    private static long size(SessionNews news) {
        long characters = news.line().length() + news.event().length();
        for (var field : news.fields().entrySet()) {
            characters += field.getKey().length() + field.getValue().toString().length() + 16;
        }
        for (String row : news.picture()) {
            characters += row.length() + 16;
        }
        return OVERHEAD + 2 * characters;
    }

    /**
     * News in order, and how many older ones were dropped before the first.
     *
     * @param lost 0 when none was
     */
    record Batch(List<SessionNews> news, long lost) {

        boolean isEmpty() {
            return news.isEmpty() && lost == 0;
        }
    }
}
