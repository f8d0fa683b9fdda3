package dev.warren.core.memory;

import java.util.concurrent.atomic.AtomicBoolean;

/** An owner's budget, held open until closed. Closing is idempotent. Thread-safe. */
public final class OwnerBudget implements AutoCloseable {

    private final MemoryBudget budget;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    OwnerBudget(MemoryBudget budget, Runnable onClose) {
        this.budget = budget;
        this.onClose = onClose;
    }

    public MemoryBudget budget() {
        return budget;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }
}
