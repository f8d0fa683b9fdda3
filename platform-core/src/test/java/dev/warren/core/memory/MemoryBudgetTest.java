package dev.warren.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.testing.BudgetLeaks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MemoryBudgetTest {

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private final MemoryBudget root = leaks.watch(MemoryBudget.root("platform", 1000));
    private final MemoryBudget module = root.child("tunnels", Scope.MODULE, 600);

    @Test
    void holdsBytesInEveryAncestor() {
        MemoryBudget owner = module.child("alice", 100);

        try (Reservation reservation = owner.reserve(70)) {
            assertThat(reservation.bytes()).isEqualTo(70);
            assertThat(owner.used()).isEqualTo(70);
            assertThat(module.used()).isEqualTo(70);
            assertThat(root.used()).isEqualTo(70);
        }

        assertThat(root.used()).isZero();
        assertThat(root.peak()).isEqualTo(70);
    }

    @Test
    void refusesWhatAnAncestorCannotHoldAndTakesNothing() {
        MemoryBudget greedy = module.child("greedy", 5000);

        assertThat(greedy.tryAcquire(601)).isFalse();

        assertThat(greedy.used()).isZero();
        assertThat(module.rejected()).isEqualTo(1);
        assertThat(module.counters().rejected(Scope.MODULE, Reason.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void namesTheBudgetThatRefused() {
        MemoryBudget part = module.child("windows", 5000);
        try (Reservation held = part.reserve(500)) {
            assertThatThrownBy(() -> part.reserve(200))
                    .isInstanceOfSatisfying(
                            BudgetExceededException.class,
                            refusal -> assertThat(refusal.budget()).isSameAs(module))
                    .hasMessage(
                            "budget tunnels: 200 bytes wanted (expected: at most 100, 500 of 600 in use)");
            assertThat(held.bytes()).isEqualTo(500);
        }
    }

    @Test
    void doesNotOverflowOnAbsurdSizes() {
        try (Reservation held = module.reserve(10)) {
            assertThat(module.tryAcquire(Long.MAX_VALUE)).isFalse();
            assertThat(module.used()).isEqualTo(held.bytes());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> module.tryAcquire(-1));
    }

    @Test
    void noticesBytesReleasedTwice() {
        assertThat(module.tryAcquire(10)).isTrue();
        module.release(10);

        assertThatIllegalStateException().isThrownBy(() -> module.release(10));
        assertThat(module.used()).isZero();
    }

    @Test
    void closesOnce() {
        Reservation reservation = module.reserve(10);

        reservation.close();
        reservation.close();

        assertThat(module.used()).isZero();
        assertThat(reservation.bytes()).isZero();
    }

    @Test
    void growsAndShrinksUntilClosed() {
        Reservation reservation = module.reserve(100);

        assertThat(reservation.tryGrow(500)).isTrue();
        assertThat(reservation.tryGrow(1)).isFalse();
        reservation.shrink(550);
        assertThat(module.used()).isEqualTo(50);
        assertThatIllegalArgumentException().isThrownBy(() -> reservation.shrink(51));
        reservation.close();

        assertThat(reservation.tryGrow(1)).isFalse();
        assertThat(module.used()).isZero();
    }

    @Test
    void takesReclaimableBytesOldestFirstBeforeItRefuses() {
        List<String> order = new ArrayList<>();
        Cache young = new Cache("young", 2000, order);
        Cache old = new Cache("old", 1000, order);
        module.addReclaimable(young);
        module.addReclaimable(old);
        young.fill(module, 300);
        old.fill(module, 300);

        try (Reservation fits = module.reserve(200)) {
            assertThat(fits.bytes()).isEqualTo(200);
            assertThat(order).containsExactly("old");
        }

        try (Reservation all = module.reserve(600)) {
            assertThat(all.bytes()).isEqualTo(600);
            assertThat(order).containsExactly("old", "old", "young");
        }
        assertThat(module.rejected()).isZero();
    }

    @Test
    void reclaimsForAnAncestorToo() {
        Cache cache = new Cache("cache", 0, new ArrayList<>());
        module.addReclaimable(cache);
        cache.fill(module, 600);

        try (Reservation other = root.reserve(900)) {
            assertThat(other.bytes()).isEqualTo(900);
            assertThat(module.used()).isEqualTo(100);
        }
        cache.reclaim(100);
    }

    @Test
    void asksNoReclaimableThatLeft() {
        Cache cache = new Cache("cache", 0, new ArrayList<>());
        MemoryBudget.Registered registered = module.addReclaimable(cache);
        cache.fill(module, 600);

        registered.close();

        assertThat(root.tryReserve(900)).isEmpty();
        assertThat(cache.reclaim(600)).isEqualTo(600);
    }

    @Test
    void givesEachOwnerABudgetThatVanishesWithTheLastByte() {
        OwnerBudgets owners = module.owners(2, 50);
        OwnerBudget alice = owners.open("alice").orElseThrow();
        OwnerBudget again = owners.open("alice").orElseThrow();
        assertThat(again.budget()).isSameAs(alice.budget());
        Reservation held = alice.budget().reserve(50);
        assertThat(again.budget().tryAcquire(1)).isFalse();

        alice.close();
        again.close();
        assertThat(owners.size()).isEqualTo(1);
        held.close();

        assertThat(owners.size()).isZero();
        assertThat(module.children()).isEmpty();
    }

    @Test
    void refusesMoreOwnersThanItMayHave() {
        OwnerBudgets owners = module.owners(1, 50);

        try (OwnerBudget alice = owners.open("alice").orElseThrow()) {
            assertThat(alice.budget().limit()).isEqualTo(50);
            assertThat(owners.open("bob")).isEmpty();
        }

        assertThat(owners.open("bob")).isPresent();
        assertThat(module.counters().rejected(Scope.MODULE, Reason.OWNERS)).isEqualTo(1);
    }

    /** Holds reservations of 100 bytes. */
    private static final class Cache implements Reclaimable {
        private final String name;
        private final long oldest;
        private final List<String> order;
        private final Deque<Reservation> held = new ArrayDeque<>();

        Cache(String name, long oldest, List<String> order) {
            this.name = name;
            this.oldest = oldest;
            this.order = order;
        }

        void fill(MemoryBudget budget, long bytes) {
            for (long i = 0; i < bytes; i += 100) {
                held.add(budget.reserve(100));
            }
        }

        @Override
        public long reclaim(long bytes) {
            long freed = 0;
            while (freed < bytes && !held.isEmpty()) {
                Reservation first = held.removeFirst();
                freed += first.bytes();
                first.close();
            }
            if (freed > 0) {
                order.add(name);
            }
            return freed;
        }

        @Override
        public long oldest() {
            return oldest;
        }
    }
}
