package dev.warren.tunnels.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest events of all tunnels: so many, and no account more than a quarter of them, so that
 * one that comes and goes all the time leaves the others' in sight. Forgotten at a restart.
 * Thread-safe; the lock is held for as long as a list is walked.
 */
final class EventRing {

    private static final int SHARE = 4;

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();

    /** Oldest first; guarded by {@link #lock}. */
    private final Deque<TunnelEvent> events = new ArrayDeque<>();

    /**
     * @param most how many are kept
     */
    EventRing(int most) {
        this.most = most;
    }

    void add(TunnelEvent event) {
        lock.lock();
        try {
            events.addLast(event);
            long own = events.stream().filter(e -> e.owner().equals(event.owner())).count();
            if (own > Math.max(1, most / SHARE)) {
                events.removeFirstOccurrence(oldestOf(event.owner()));
            } else if (events.size() > most) {
                events.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    private TunnelEvent oldestOf(String owner) {
        return events.stream().filter(e -> e.owner().equals(owner)).findFirst().orElseThrow();
    }

    /** The latest {@code limit} events of an account, or of everybody; oldest first. */
    List<TunnelEvent> latest(Optional<String> owner, int limit) {
        lock.lock();
        try {
            List<TunnelEvent> found =
                    events.stream()
                            .filter(e -> owner.isEmpty() || e.owner().equals(owner.get()))
                            .toList();
            return new ArrayList<>(found.subList(Math.max(0, found.size() - limit), found.size()));
        } finally {
            lock.unlock();
        }
    }
}
