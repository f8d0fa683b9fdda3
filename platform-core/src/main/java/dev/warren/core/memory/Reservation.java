package dev.warren.core.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes held against a {@link MemoryBudget} until closed.
 *
 * <p>Closing is idempotent. Any thread may call any method.
 */
public final class Reservation implements AutoCloseable {

    private static final long CLOSED = -1;

    private final MemoryBudget budget;
    private final AtomicLong bytes;

    Reservation(MemoryBudget budget, long bytes) {
        this.budget = budget;
        this.bytes = new AtomicLong(bytes);
    }

    /** Bytes held now; 0 once closed. */
    public long bytes() {
        return Math.max(0, bytes.get());
    }

    /**
     * Holds {@code more} bytes besides, at once or not at all.
     *
     * @return whether they are held; false when they do not fit, or this is closed
     */
    public boolean tryGrow(long more) {
        if (!budget.tryAcquire(more)) {
            return false;
        }
        for (long held = bytes.get(); held != CLOSED; held = bytes.get()) {
            if (bytes.compareAndSet(held, held + more)) {
                return true;
            }
        }
        budget.release(more);
        return false;
    }

    /**
     * Gives back {@code fewer} of the bytes; nothing when closed.
     *
     * @throws IllegalArgumentException when that is more than is held, or negative
     */
    public void shrink(long fewer) {
        for (long held = bytes.get(); held != CLOSED; held = bytes.get()) {
            if (fewer < 0 || fewer > held) {
                throw new IllegalArgumentException(
                        "bytes: %d (expected: 0 to %d)".formatted(fewer, held));
            }
            if (bytes.compareAndSet(held, held - fewer)) {
                budget.release(fewer);
                return;
            }
        }
    }

    @Override
    public void close() {
        long held = bytes.getAndSet(CLOSED);
        if (held > 0) {
            budget.release(held);
        }
    }
}
