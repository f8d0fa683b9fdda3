package dev.warren.core.memory;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A limit in bytes, and the count of bytes held under it. Budgets form a tree: bytes held in a
 * child are held in every ancestor too, and {@link #used} never exceeds {@link #limit}.
 *
 * <p>Whoever can wait stands in a line, first come first served. While somebody waits at a budget,
 * nobody passes: {@link #tryAcquire} and {@link #tryReserve} are refused there even if their bytes
 * would fit, so that a large request is not starved by small ones.
 *
 * <p>Thread-safe; no locks, and no objects made by {@link #tryAcquire} and {@link #release}.
 */
public final class MemoryBudget {

    private final String name;
    private final Scope scope;
    private final long limit;
    private final @Nullable MemoryBudget parent;
    private final BudgetCounters counters;
    private final WaitingLine line;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final Set<MemoryBudget> children = ConcurrentHashMap.newKeySet();
    private final Reclaimables reclaimables = new Reclaimables();
    private volatile @Nullable Runnable whenEmpty;

    private MemoryBudget(String name, Scope scope, long limit, @Nullable MemoryBudget parent) {
        if (limit <= 0) {
            throw new IllegalArgumentException(
                    "limit of budget %s: %d (expected: 1 or more)".formatted(name, limit));
        }
        this.name = name;
        this.scope = scope;
        this.limit = limit;
        this.parent = parent;
        this.counters =
                parent == null || scope == Scope.MODULE ? new BudgetCounters() : parent.counters;
        this.line = new WaitingLine(this);
    }

    /** A tree's root. {@code limit} is in bytes and positive. */
    public static MemoryBudget root(String name, long limit) {
        return new MemoryBudget(name, Scope.PLATFORM, limit, null);
    }

    /** A child of this budget, limited to {@code limit} bytes and to what its ancestors allow. */
    public MemoryBudget child(String name, long limit) {
        return child(name, Scope.PART, limit);
    }

    MemoryBudget child(String name, Scope scope, long limit) {
        MemoryBudget child = new MemoryBudget(name, scope, limit, this);
        children.add(child);
        return child;
    }

    /**
     * Budgets for the owners of this one's bytes, made when an owner comes and gone with their last
     * byte.
     *
     * @param most how many owners at a time
     * @param limitEach the limit of each, in bytes
     */
    public OwnerBudgets owners(int most, long limitEach) {
        return new OwnerBudgets(this, most, limitEach);
    }

    public String name() {
        return name;
    }

    public long limit() {
        return limit;
    }

    /** Bytes held now, here and in all children. */
    public long used() {
        return used.get();
    }

    /** The most bytes that were ever held at once. */
    public long peak() {
        return peak.get();
    }

    /** How often bytes were refused to this budget or a child of it. */
    public long rejected() {
        return rejected.sum();
    }

    /** How often somebody had to wait for bytes of this budget or of a child of it. */
    public long waits() {
        return waits.sum();
    }

    /** How many wait in line at this very budget now. */
    public int waiting() {
        return line.size();
    }

    /** The budgets right below this one, by name. */
    public List<MemoryBudget> children() {
        return children.stream().sorted(Comparator.comparing(MemoryBudget::name)).toList();
    }

    /**
     * Takes {@code bytes} without making an object, for hot paths that pair every success with one
     * {@link #release}. Never waits.
     *
     * @return whether the bytes were taken, here and in every ancestor
     */
    public boolean tryAcquire(long bytes) {
        MemoryBudget refusing = acquireOrReclaim(bytes);
        if (refusing == null) {
            return true;
        }
        reject(refusing, bytes > refusing.limit ? Reason.TOO_LARGE : Reason.LIMIT);
        return false;
    }

    /** Gives back bytes that {@link #tryAcquire} took. */
    public void release(long bytes) {
        for (MemoryBudget b = this; b != null; b = b.parent) {
            b.giveBack(bytes);
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
        MemoryBudget refusing = acquireOrReclaim(bytes);
        if (refusing != null) {
            throw rejection(
                    refusing, bytes > refusing.limit ? Reason.TOO_LARGE : Reason.LIMIT, bytes);
        }
        return new Reservation(this, bytes);
    }

    /**
     * A reservation of {@code bytes}, waiting in line for up to {@code wait}. For threads that may
     * block, which means virtual ones.
     *
     * @throws BudgetExceededException when the bytes did not fit in time, can never fit, or too
     *     many wait already
     * @throws InterruptedException when interrupted while waiting; nothing is held then
     */
    public Reservation reserve(long bytes, Duration wait) throws InterruptedException {
        return Waiter.await(reserveAsync(bytes, wait));
    }

    /**
     * A reservation of {@code bytes}, as soon as the line moves up to it. Cancelling the future
     * leaves the line.
     *
     * <p>The future completes on the thread that gave the bytes back (or on a timer's, failed), so
     * what follows must not block: an event loop hands it to itself with {@code thenAcceptAsync(…,
     * loop)}.
     *
     * @return fails with {@link BudgetExceededException} when the bytes did not fit in time, can
     *     never fit, or too many wait already
     */
    public CompletableFuture<Reservation> reserveAsync(long bytes, Duration timeout) {
        MemoryBudget refusing = acquireOrReclaim(bytes);
        if (refusing == null) {
            return CompletableFuture.completedFuture(new Reservation(this, bytes));
        }
        for (MemoryBudget b = this; b != null; b = b.parent) {
            if (bytes > b.limit) {
                return CompletableFuture.failedFuture(rejection(b, Reason.TOO_LARGE, bytes));
            }
        }
        return new Waiter(this, bytes).waitAt(refusing, timeout);
    }

    /**
     * Registers bytes that can be given back early. Before this budget or an ancestor refuses, its
     * reclaimables are asked, the one with the oldest bytes first.
     *
     * @return closes the registration
     */
    public Registered addReclaimable(Reclaimable reclaimable) {
        for (MemoryBudget b = this; b != null; b = b.parent) {
            b.reclaimables.add(reclaimable);
        }
        return () -> {
            for (MemoryBudget b = this; b != null; b = b.parent) {
                b.reclaimables.remove(reclaimable);
            }
        };
    }

    /** A registration that ends when closed. */
    @FunctionalInterface
    public interface Registered extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes bytes here and in every ancestor, or nowhere.
     *
     * @param number the caller's place among all that wait anywhere, {@link Waiter#NONE} if it does
     *     not wait; only those before it are in its way
     * @return the budget that has no room, null when the bytes were taken
     */
    @Nullable MemoryBudget acquire(long bytes, long number) {
        for (MemoryBudget b = this; b != null; b = b.parent) {
            if (!b.take(bytes, number)) {
                for (MemoryBudget taken = this; taken != b; taken = parentOf(taken)) {
                    taken.giveBack(bytes);
                }
                return b;
            }
        }
        return null;
    }

    private @Nullable MemoryBudget acquireOrReclaim(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: %d (expected: 0 or more)".formatted(bytes));
        }
        MemoryBudget refusing = acquire(bytes, Waiter.NONE);
        while (refusing != null && refusing.reclaim(bytes)) {
            refusing = acquire(bytes, Waiter.NONE);
        }
        return refusing;
    }

    private static MemoryBudget parentOf(MemoryBudget budget) {
        if (budget.parent == null) {
            throw new IllegalStateException("budget " + budget.name + " has no parent");
        }
        return budget.parent;
    }

    private boolean take(long bytes, long number) {
        if (line.size() > 0 && line.comesBefore(number)) {
            return false;
        }
        long before;
        do {
            before = used.get();
            if (bytes > limit - before) {
                return false;
            }
        } while (!used.compareAndSet(before, before + bytes));
        long now = before + bytes;
        if (now > peak.get()) {
            peak.accumulateAndGet(now, Math::max);
        }
        return true;
    }

    private void giveBack(long bytes) {
        long now = used.addAndGet(-bytes);
        if (now < 0) {
            used.addAndGet(bytes);
            throw new IllegalStateException(
                    "budget %s: %d bytes released (expected: at most %d held)"
                            .formatted(name, bytes, now + bytes));
        }
        // read after the write above: whoever joins the line writes first and reads then, so one
        // of the two sees the other
        if (line.size() > 0) {
            line.serve();
        }
        Runnable empty = whenEmpty;
        if (now == 0 && empty != null) {
            empty.run();
        }
    }

    /** Whether it makes sense to try again, because bytes were given back. */
    private boolean reclaim(long bytes) {
        if (reclaimables.isEmpty() || bytes > limit) {
            return false;
        }
        // what is given back while somebody waits goes to the line first
        long missing = line.size() > 0 ? bytes : bytes - (limit - used.get());
        if (missing <= 0) {
            return true;
        }
        return reclaimables.reclaim(missing) > 0;
    }

    WaitingLine line() {
        return line;
    }

    Scope scope() {
        return scope;
    }

    BudgetCounters counters() {
        return counters;
    }

    /** Called when the last byte is given back; by whichever thread does. */
    void whenEmpty(@Nullable Runnable action) {
        whenEmpty = action;
    }

    void forget(MemoryBudget child) {
        children.remove(child);
    }

    void countWait() {
        counters.countWait();
        for (MemoryBudget b = this; b != null; b = b.parent) {
            b.waits.increment();
        }
    }

    private void reject(MemoryBudget refusing, Reason reason) {
        counters.countRejection(refusing.scope, reason);
        for (MemoryBudget b = this; b != null; b = b.parent) {
            b.rejected.increment();
        }
    }

    BudgetExceededException rejection(MemoryBudget refusing, Reason reason, long bytes) {
        reject(refusing, reason);
        return new BudgetExceededException(refusing, reason, bytes);
    }
}
