package dev.warren.core.memory;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who wait for bytes of one budget, in the order in which they came.
 *
 * <p>{@link #serve} is run by one thread at a time; others that call it meanwhile leave their call
 * to that thread and go on. So what follows a grant may release bytes without deep recursion.
 */
final class WaitingLine {

    /** How many may wait at one budget; each costs a few hundred bytes. */
    static final int MOST = 4096;

    private final MemoryBudget budget;
    private final ConcurrentSkipListMap<Long, Waiter> waiters = new ConcurrentSkipListMap<>();

    /** Raised before a waiter is seen in {@link #waiters}, lowered after it is gone. */
    private final AtomicInteger size = new AtomicInteger();

    private final AtomicInteger calls = new AtomicInteger();

    WaitingLine(MemoryBudget budget) {
        this.budget = budget;
    }

    int size() {
        return size.get();
    }

    /**
     * Whether somebody waits here who came before {@code number}. Those who came later are nobody's
     * obstacle: two lines whose heads stood in each other's way would never move.
     */
    boolean comesBefore(long number) {
        if (number == Waiter.NONE) {
            return true;
        }
        var first = waiters.firstEntry();
        return first != null && first.getKey() < number;
    }

    /** Lets {@code waiter} in by its number, unless too many are there. */
    boolean join(Waiter waiter) {
        if (size.incrementAndGet() > MOST) {
            size.decrementAndGet();
            return false;
        }
        waiter.standsIn(this);
        waiters.put(waiter.number(), waiter);
        if (waiter.isDone()) {
            leave(waiter);
        }
        serve();
        return true;
    }

    void leave(Waiter waiter) {
        if (waiters.remove(waiter.number(), waiter)) {
            size.decrementAndGet();
        }
    }

    /** Grants from the front until somebody's bytes do not fit. */
    void serve() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            serveFromFront();
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void serveFromFront() {
        for (var first = waiters.firstEntry(); first != null; first = waiters.firstEntry()) {
            Waiter waiter = first.getValue();
            MemoryBudget refusing = waiter.isDone() ? null : waiter.attempt();
            if (refusing == budget) {
                return;
            }
            leave(waiter);
            if (refusing == null) {
                waiter.grant();
            } else if (!refusing.line().join(waiter)) {
                waiter.fail(refusing, Reason.LINE_FULL);
            }
        }
    }
}
