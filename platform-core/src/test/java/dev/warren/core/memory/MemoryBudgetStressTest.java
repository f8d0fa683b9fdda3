package dev.warren.core.memory;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.testing.BudgetLeaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many threads, tight limits, all ways to take and give back bytes, against the invariants. */
class MemoryBudgetStressTest {

    private static final int THREADS = 24;
    private static final int ROUNDS = 400;

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private final MemoryBudget root = leaks.watch(MemoryBudget.root("platform", 1000));
    private final MemoryBudget first = root.child("first", Scope.MODULE, 700);
    private final MemoryBudget second = root.child("second", Scope.MODULE, 700);
    private final List<MemoryBudget> leaves =
            List.of(first.child("a", 500), first.child("b", 500), second, second.child("c", 300));

    @RepeatedTest(3)
    void neverExceedsALimitLosesNoWakeUpAndComesBackToZero()
            throws InterruptedException, ExecutionException, TimeoutException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean stop = new AtomicBoolean();
        Thread watcher = Thread.ofPlatform().start(() -> watch(over, stop));
        int served = 0;

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                runs.add(threads.submit(worker(new SplittableRandom(i))));
            }
            for (Future<Integer> run : runs) {
                served += run.get(20, SECONDS);
            }
        }

        stop.set(true);
        watcher.join();
        // a lost wake-up would let a waiter time out, although everybody gives bytes back at once
        assertThat(served).isEqualTo(THREADS * ROUNDS);
        assertThat(over).isFalse();
        assertThat(root.used()).isZero();
        assertThat(root.peak()).isBetween(300L, 1000L);
    }

    private Callable<Integer> worker(SplittableRandom random) {
        return () -> {
            int served = 0;
            for (int i = 0; i < ROUNDS; i++) {
                MemoryBudget leaf = leaves.get(random.nextInt(leaves.size()));
                long bytes = 1 + random.nextInt(300);
                if (random.nextInt(4) == 0) {
                    leaf.reserveAsync(bytes, Duration.ofNanos(random.nextInt(100_000)))
                            .whenComplete((held, _) -> closeIfHeld(held));
                }
                try (Reservation held = leaf.reserve(bytes, Duration.ofSeconds(10))) {
                    if (random.nextBoolean() && held.tryGrow(10)) {
                        held.shrink(5);
                    }
                    LockSupport.parkNanos(MICROSECONDS.toNanos(random.nextInt(20)));
                    served++;
                }
            }
            return served;
        };
    }

    @SuppressWarnings("NullAway") // null when the future failed, as whenComplete has it
    private static void closeIfHeld(Reservation held) {
        if (held != null) {
            held.close();
        }
    }

    private void watch(AtomicBoolean over, AtomicBoolean stop) {
        List<MemoryBudget> all = new ArrayList<>(leaves);
        all.addAll(List.of(root, first, second));
        while (!stop.get()) {
            for (MemoryBudget budget : all) {
                long used = budget.used();
                if (used < 0 || used > budget.limit()) {
                    over.set(true);
                }
            }
            Thread.onSpinWait();
        }
    }
}
