package dev.warren.tunnels.inspect;

import dev.warren.core.memory.MemoryBudget;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bytes that one recording holds. Used under the recording's lock, and without objects of its
 * own for what is held, since every request has one.
 */
final class Charge {

    private final MemoryBudget budget;
    private final LongAdder refusals;
    private long bytes;
    private long spare;
    private boolean closed;

    /**
     * @param refusals counts each time that bytes were refused
     */
    Charge(MemoryBudget budget, LongAdder refusals) {
        this.budget = budget;
        this.refusals = refusals;
    }

    /**
     * Whether the first {@code needed} bytes are held. Most exchanges get along with {@code spare}
     * bytes more, so they are asked for in the same breath.
     */
    boolean tryBegin(long needed, long spare) {
        boolean held = tryGrow(needed + spare);
        this.spare = held ? spare : 0;
        return held;
    }

    /** Whether {@code more} bytes are held besides. */
    boolean tryGrow(long more) {
        if (closed) {
            return false;
        }
        if (more <= spare) {
            spare -= more;
            return true;
        }
        boolean grown = budget.tryAcquire(more);
        if (grown) {
            bytes += more;
        } else {
            refusals.increment();
        }
        return grown;
    }

    long bytes() {
        return bytes;
    }

    /** Whether none are held any more. */
    boolean isClosed() {
        return closed;
    }

    /** Gives all bytes back; none are held any more from now on. */
    void close() {
        long held = bytes;
        bytes = 0;
        spare = 0;
        closed = true;
        if (held > 0) {
            budget.release(held);
        }
    }
}
