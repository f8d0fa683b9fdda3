package dev.warren.core.memory;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A limit in bytes, and the count of bytes held under it. Budgets form a tree: bytes held in a
 * child are held in every ancestor too.
 *
 * <p>Thread-safe and free of locks on the fast path.
 */
public final class MemoryBudget {

    private final String name;
    private final long limit;
    private final @Nullable MemoryBudget parent;
    private final AtomicLong used = new AtomicLong();

    private MemoryBudget(String name, long limit, @Nullable MemoryBudget parent) {
        this.name = name;
        this.limit = limit;
        this.parent = parent;
    }

    /** A tree's root. {@code limit} is in bytes and positive. */
    public static MemoryBudget root(String name, long limit) {
        return new MemoryBudget(name, limit, null);
    }

    /** A child of this budget, limited to {@code limit} bytes and to what its ancestors allow. */
    public MemoryBudget child(String name, long limit) {
        return new MemoryBudget(name, limit, this);
    }

    public String name() {
        return name;
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.get();
    }

    /**
     * Takes {@code bytes} without making an object, for hot paths that pair every success with one
     * {@link #release}. Never waits.
     *
     * @return whether the bytes were taken, here and in every ancestor
     */
    public boolean tryAcquire(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        if (parent != null && !parent.tryAcquire(bytes)) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Gives back bytes that {@link #tryAcquire} took. */
    public void release(long bytes) {
        used.addAndGet(-bytes);
        if (parent != null) {
            parent.release(bytes);
        }
    }

    /** A reservation of {@code bytes}, or empty at once when they do not fit. */
    public Optional<Reservation> tryReserve(long bytes) {
        return tryAcquire(bytes) ? Optional.of(new Reservation(this, bytes)) : Optional.empty();
    }

    /**
     * A reservation of {@code bytes}.
     *
     * @throws BudgetExceededException at once when they do not fit
     */
    public Reservation reserve(long bytes) {
        return tryReserve(bytes).orElseThrow(() -> new BudgetExceededException(this, bytes));
    }
}
