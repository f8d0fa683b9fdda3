package dev.warren.edge.ssh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiveWindowTest {

    private static final int INITIAL = 64;
    private static final int MAX = 512;

    private final MemoryBudget budget = MemoryBudget.root("test", 1024);
    private final FakeClient client = new FakeClient();
    private final ReceiveWindow window =
            new ReceiveWindow(budget, budget.reserve(INITIAL), MAX, client, new StreamMeters());

    @Test
    void refusesMoreThanWasGranted() {
        assertThat(window.received(INITIAL)).isTrue();
        assertThat(window.received(1)).isFalse();
    }

    @Test
    void grantsAgainOnlyWhatWasTaken() {
        window.received(INITIAL);
        assertThat(client.grants).isEmpty();

        window.taken(40);

        assertThat(client.grants).containsExactly(40L);
        assertThat(window.received(40)).isTrue();
        assertThat(window.received(1)).isFalse();
    }

    @Test
    void chargesNoMoreThanTheWindowWhateverIsHeld() {
        window.received(INITIAL);
        assertThat(budget.used()).isEqualTo(INITIAL);

        window.taken(INITIAL);

        assertThat(budget.used()).isEqualTo(INITIAL);
    }

    @Test
    void doublesWhenARoundTripFillsItAndAllWasTaken() {
        moveARoundTrip(INITIAL);

        assertThat(window.size()).isEqualTo(2 * INITIAL);
        assertThat(budget.used()).isEqualTo(2 * INITIAL);
    }

    @Test
    void growsUpToItsLimitAndNoFurther() {
        for (int size = INITIAL; size < 4 * MAX; size *= 2) {
            moveARoundTrip(Math.min(size, MAX));
        }

        assertThat(window.size()).isEqualTo(MAX);
    }

    @Test
    void doublesWhenTheClientRanOutOfItBeforeItsAnswer() {
        window.received(INITIAL / 2 + 1);
        window.received(INITIAL / 2 - 1);
        window.taken(INITIAL);

        window.probeAnswered();

        assertThat(window.size()).isEqualTo(2 * INITIAL);
    }

    @Test
    void shrinksAgainWhenMostOfItWaitsForAReaderThatBecameSlow() {
        moveARoundTrip(INITIAL);
        moveARoundTrip(2 * INITIAL);
        assertThat(window.size()).isEqualTo(4 * INITIAL);

        window.received(4 * INITIAL);
        window.taken(INITIAL);

        assertThat(window.size()).isEqualTo(3 * INITIAL);
    }

    @Test
    void staysSmallForASlowReader() {
        window.received(40);
        assertThat(client.probes).isOne();
        window.received(24);

        window.probeAnswered();

        assertThat(window.size()).isEqualTo(INITIAL);
    }

    @Test
    void staysSmallWhenTheBudgetIsThreeQuartersFull() {
        try (var others = budget.reserve(680)) {
            moveARoundTrip(INITIAL);

            assertThat(window.size()).isEqualTo(INITIAL);
            assertThat(others.bytes()).isEqualTo(680);
        }
    }

    @Test
    void givesBackGrowthWhenTheBudgetIsNearlyFull() {
        moveARoundTrip(INITIAL);
        try (var others = budget.reserve(800)) {
            window.received(INITIAL);
            window.taken(INITIAL);

            assertThat(window.size()).isEqualTo(INITIAL);
            assertThat(budget.used()).isEqualTo(others.bytes() + INITIAL);
        }
    }

    @Test
    void grantsWhatIsLeftWhenTheRestWasGivenBack() {
        moveARoundTrip(INITIAL);
        moveARoundTrip(2 * INITIAL);
        window.received(100);
        window.taken(100);
        window.received(156);
        client.grants.clear();
        budget.reserve(760);

        window.taken(78);
        window.taken(78);

        assertThat(client.grants).containsExactly(100L);
        assertThat(window.received(100)).isTrue();
    }

    @Test
    void givesEverythingBackWhenClosedAndTaken() {
        window.received(50);
        window.close();
        assertThat(budget.used()).isEqualTo(50);

        window.taken(50);

        assertThat(budget.used()).isZero();
    }

    /** The client sends {@code size} bytes between a probe and its answer, all taken at once. */
    private void moveARoundTrip(int size) {
        int probes = client.probes;
        int first = size / 2 + 1;
        window.received(first);
        window.taken(first);
        if (client.probes == probes) {
            return;
        }
        for (int sent = 0; sent < size; sent += size / 4) {
            window.received(size / 4);
            window.taken(size / 4);
        }
        window.probeAnswered();
    }

    private static final class FakeClient implements ReceiveWindow.Client {

        private final List<Long> grants = new ArrayList<>();
        private int probes;

        @Override
        public void grant(long bytes) {
            grants.add(bytes);
        }

        @Override
        public void probe() {
            probes++;
        }
    }
}
