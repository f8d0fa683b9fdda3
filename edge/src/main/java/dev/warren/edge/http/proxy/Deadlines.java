package dev.warren.edge.http.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The deadlines of all connections on one event loop, looked at four times a second: setting one is
 * writing a field, however often a connection moves its own. Confined to its loop.
 */
final class Deadlines {

    private static final long TICK_MILLIS = 250;

    /** Something that has a deadline; lives in one {@link Deadlines} at a time. */
    abstract static class Entry {

        private int slot = -1;

        /** In terms of {@link Deadlines#now}. */
        private long deadline;

        /** The deadline has passed; it is not called again before the next tick. */
        abstract void overdue();

        /** The process stops: finish what runs, take nothing new. */
        abstract void drain();

        final void deadline(long nanos) {
            deadline = nanos;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final ScheduledFuture<?> ticker;
    private long now = System.nanoTime();

    Deadlines(EventLoop loop) {
        ticker =
                loop.scheduleWithFixedDelay(
                        this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Nanoseconds of {@link System#nanoTime} at the last tick. */
    long now() {
        return now;
    }

    void add(Entry entry) {
        entry.slot = entries.size();
        entries.add(entry);
    }

    void remove(Entry entry) {
        int slot = entry.slot;
        if (slot < 0) {
            return;
        }
        Entry last = entries.removeLast();
        if (last != entry) {
            entries.set(slot, last);
            last.slot = slot;
        }
        entry.slot = -1;
    }

    /** Does {@code action} to every entry; it may remove that entry. */
    void forEach(Consumer<Entry> action) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (i < entries.size()) {
                action.accept(entries.get(i));
            }
        }
    }

    void stop() {
        ticker.cancel(false);
    }

    private void tick() {
        now = System.nanoTime();
        forEach(this::check);
    }

    private void check(Entry entry) {
        if (entry.deadline - now <= 0) {
            entry.overdue();
        }
    }
}
