package dev.warren.core.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One request for bytes that stands in a {@link WaitingLine}. Its future decides its end. */
final class Waiter {

    /** The number of whoever does not wait; larger than all others. */
    static final long NONE = Long.MAX_VALUE;

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final long number = NUMBERS.getAndIncrement();
    private final MemoryBudget budget;
    private final long bytes;
    private final CompletableFuture<Reservation> future = new CompletableFuture<>();
    private volatile @Nullable WaitingLine line;

    /** Written and read by the one thread that serves the line. */
    private boolean taken;

    Waiter(MemoryBudget budget, long bytes) {
        this.budget = budget;
        this.bytes = bytes;
    }

    CompletableFuture<Reservation> waitAt(MemoryBudget refusing, Duration timeout) {
        budget.countWait();
        ScheduledFuture<?> timeOut =
                TIMER.schedule(
                        () -> fail(refusing, Reason.TIMED_OUT),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        future.whenComplete((_, failure) -> ended(timeOut, failure));
        if (!refusing.line().join(this)) {
            fail(refusing, Reason.LINE_FULL);
        }
        return future;
    }

    /** What {@code future} brings, on a thread that may block. */
    static Reservation await(CompletableFuture<Reservation> future) throws InterruptedException {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            if (!future.cancel(false) && !future.isCompletedExceptionally()) {
                future.join().close();
            }
            throw interrupted;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof BudgetExceededException exceeded) {
                throw exceeded;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    long number() {
        return number;
    }

    boolean isDone() {
        return future.isDone();
    }

    void standsIn(WaitingLine now) {
        line = now;
    }

    /** Tries to take the bytes; answers the budget that refused, null when they are taken. */
    @Nullable MemoryBudget attempt() {
        MemoryBudget refusing = budget.acquire(bytes, number);
        taken = refusing == null;
        return refusing;
    }

    /** Hands over what {@link #attempt} took, or gives it back when nobody wants it any more. */
    void grant() {
        if (taken && !future.complete(new Reservation(budget, bytes))) {
            budget.release(bytes);
        }
    }

    void fail(MemoryBudget refusing, Reason reason) {
        if (!future.isDone()) {
            WaitingLine last = line;
            if (last != null) {
                // before anybody learns of it, so that whoever does finds it gone
                last.leave(this);
            }
            future.completeExceptionally(budget.rejection(refusing, reason, bytes));
        }
    }

    private void ended(ScheduledFuture<?> timeOut, @Nullable Throwable failure) {
        timeOut.cancel(false);
        WaitingLine last = line;
        if (failure != null && last != null) {
            last.leave(this);
            last.serve();
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("memory-budget-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
