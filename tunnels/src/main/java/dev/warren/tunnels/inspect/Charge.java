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

    /** Gives all bytes back; more may be taken later. */
    void giveBack() {
        long held = bytes;
        bytes = 0;
        spare = 0;
        if (held > 0) {
            budget.release(held);
        }
    }
}
