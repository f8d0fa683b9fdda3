package dev.warren.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.core.testing.BudgetLeaks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WaitingTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private final MemoryBudget root = leaks.watch(MemoryBudget.root("platform", 1000));
    private final MemoryBudget module = root.child("tunnels", Scope.MODULE, 600);

    @Test
    void waitsUntilBytesAreGivenBack() {
        Reservation all = module.reserve(600);
        CompletableFuture<Reservation> waiting = module.reserveAsync(100, LONG);
        assertThat(waiting).isNotDone();

        all.shrink(100);

        assertThat(waiting).isCompleted();
        assertThat(module.waits()).isEqualTo(1);
        assertThat(module.rejected()).isZero();
        waiting.join().close();
        all.close();
    }

    @Test
    void letsNobodyPassALargeRequest() {
        Reservation all = module.reserve(600);
        CompletableFuture<Reservation> large = module.reserveAsync(500, LONG);
        CompletableFuture<Reservation> small = module.reserveAsync(10, LONG);

        all.shrink(300);
        assertThat(large).isNotDone();
        assertThat(small).isNotDone();
        assertThat(module.tryReserve(10)).isEmpty();

        all.shrink(200);
        assertThat(large).isCompleted();
        assertThat(small).isNotDone();
        large.join().close();
        assertThat(small).isCompleted();
        small.join().close();
        all.close();
    }

    @Test
    void doesNotHoldUpASiblingWithRoomOfItsOwn() {
        MemoryBudget sibling = root.child("feeds", Scope.MODULE, 400);
        Reservation all = module.reserve(600);
        CompletableFuture<Reservation> waiting = module.reserveAsync(100, LONG);

        try (Reservation free = sibling.reserve(400)) {
            assertThat(free.bytes()).isEqualTo(400);
        }

        all.close();
        waiting.join().close();
    }

    @Test
    void movesOnToTheLineOfTheAncestorThatIsFull() {
        Reservation own = module.reserve(600);
        Reservation others = root.reserve(400);
        CompletableFuture<Reservation> waiting = module.reserveAsync(100, LONG);
        assertThat(module.waiting()).isEqualTo(1);

        own.shrink(100);
        // the bytes fit both now, and are granted; take them back to fill the root again
        waiting.join().close();
        Reservation filler = root.reserve(100);
        CompletableFuture<Reservation> second = module.reserveAsync(100, LONG);
        assertThat(module.waiting()).isZero();
        assertThat(root.waiting()).isEqualTo(1);

        others.close();
        assertThat(second).isCompleted();
        second.join().close();
        filler.close();
        own.close();
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        Reservation all = module.reserve(600);

        assertThatThrownBy(() -> module.reserve(1, Duration.ofMillis(20)))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("not free in time");

        assertThat(module.waiting()).isZero();
        assertThat(module.counters().rejected(Scope.MODULE, Reason.TIMED_OUT)).isEqualTo(1);
        all.close();
    }

    @Test
    void letsTheNextInWhenTheFirstGivesUp() {
        Reservation most = module.reserve(500);
        CompletableFuture<Reservation> large = module.reserveAsync(200, LONG);
        CompletableFuture<Reservation> small = module.reserveAsync(50, LONG);
        assertThat(small).isNotDone();

        large.cancel(false);

        assertThat(small).isCompleted();
        small.join().close();
        most.close();
    }

    @Test
    void refusesAtOnceWhatCanNeverFit() {
        assertThat(module.reserveAsync(601, LONG))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("more than the whole limit");
    }

    @Test
    void refusesWhenTooManyWait() {
        Reservation all = module.reserve(600);
        List<CompletableFuture<Reservation>> waiting = new ArrayList<>();
        for (int i = 0; i < WaitingLine.MOST; i++) {
            waiting.add(module.reserveAsync(1, LONG));
        }

        assertThat(module.reserveAsync(1, LONG)).isCompletedExceptionally();

        assertThat(module.counters().rejected(Scope.MODULE, Reason.LINE_FULL)).isEqualTo(1);
        // each gives its byte back as soon as it has it: 4096 grants out of one another
        waiting.forEach(future -> future.thenAccept(Reservation::close));
        all.close();
        assertThat(waiting).allSatisfy(future -> assertThat(future).isCompleted());
    }

    @Test
    void holdsNothingWhenInterrupted() throws InterruptedException {
        Reservation all = module.reserve(600);
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                outcome.set(module.reserve(10, LONG));
                            } catch (InterruptedException interrupted) {
                                outcome.set(interrupted);
                            }
                        });
        await().until(() -> module.waiting() == 1);

        thread.interrupt();
        thread.join();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        all.close();
        assertThat(module.waiting()).isZero();
    }
}
