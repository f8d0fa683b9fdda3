package dev.warren.core.webhooks;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.AccountName;
import dev.warren.core.webhooks.Posted.Wish;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events that are not in the database yet, as many as the budget holds and no account more than
 * a quarter of it. What does not fit is lost, and counted until the database can be told.
 * Thread-safe; the lock is never held while anything is waited for.
 */
final class Inbox {

    private static final int SHARE = 4;

    /** Losses of more are only in the metrics. */
    private static final int MOST_LOSERS = 1000;

    private final MemoryBudget budget;
    private final ReentrantLock lock = new ReentrantLock();

    /** Oldest first; guarded by {@link #lock}, like all below. */
    private final Deque<Posted> events = new ArrayDeque<>();

    private final Map<AccountName, Long> held = new HashMap<>();
    private Map<Wish, Integer> lost = new HashMap<>();

    Inbox(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Takes an event; says whether it fitted. */
    boolean add(Posted event) {
        AccountName account = event.wish().account();
        lock.lock();
        try {
            long own = held.getOrDefault(account, 0L) + event.bytes();
            boolean fits = own <= budget.limit() / SHARE && budget.tryAcquire(event.bytes());
            if (fits) {
                held.put(account, own);
                events.addLast(event);
            } else if (lost.size() < MOST_LOSERS || lost.containsKey(event.wish())) {
                lost.merge(event.wish(), 1, Integer::sum);
            }
            return fits;
        } finally {
            lock.unlock();
        }
    }

    /** The {@code most} oldest, which stay. */
    List<Posted> oldest(int most) {
        lock.lock();
        try {
            return events.stream().limit(most).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the {@code number} oldest go, which are in the database now. */
    void remove(int number) {
        lock.lock();
        try {
            for (int i = 0; i < number; i++) {
                Posted event = events.removeFirst();
                budget.release(event.bytes());
                held.computeIfPresent(
                        event.wish().account(),
                        (_, bytes) -> bytes > event.bytes() ? bytes - event.bytes() : null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was lost since the last time. */
    Map<Wish, Integer> takeLost() {
        lock.lock();
        try {
            Map<Wish, Integer> taken = lost;
            lost = new HashMap<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
