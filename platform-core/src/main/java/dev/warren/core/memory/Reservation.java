package dev.warren.core.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes held against a {@link MemoryBudget} until closed.
 *
 * <p>Closing is idempotent. Any thread may call any method.
 */
public final class Reservation implements AutoCloseable {

    private final MemoryBudget budget;
    private final AtomicLong bytes;

    Reservation(MemoryBudget budget, long bytes) {
        this.budget = budget;
        this.bytes = new AtomicLong(bytes);
    }

    /** Bytes held now; 0 once closed. */
    public long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        long held = bytes.getAndSet(0);
        if (held > 0) {
            budget.release(held);
        }
    }
}
