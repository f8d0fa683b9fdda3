package dev.warren.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final Turns turns = new Turns("test", 2, Duration.ofMillis(50));

    @AfterEach
    void letGo() {
        go.countDown();
    }

    private void work() {
        try {
            assertThat(go.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException stopped) {
            interrupted.set(true);
        }
    }

    @Test
    void workHasTurnsUntilItEnds() {
        turns.takeAndBegin(this::work);
        turns.takeAndBegin(this::work);

        assertThat(turns.free()).isZero();
        assertThatThrownBy(() -> turns.takeAndBegin(this::work))
                .isInstanceOf(IllegalStateException.class);
        go.countDown();

        await().until(() -> turns.free() == 2);
    }

    @Test
    void workThatFailsGivesItsTurnBackToo() {
        turns.takeAndBegin(() -> {
            throw new IllegalStateException("on purpose");
        });

        await().until(() -> turns.free() == 2);
    }

    @Test
    void turnsAreTakenBeforeTheirWorkIsKnown() throws InterruptedException {
        assertThat(turns.take(1, Duration.ZERO)).isTrue();
        assertThat(turns.takeRest()).isEqualTo(1);
        assertThat(turns.take(1, Duration.ofMillis(1))).isFalse();

        turns.giveBack(1);
        turns.begin(this::work);

        assertThat(turns.free()).isEqualTo(1);
        go.countDown();
        await().until(() -> turns.free() == 2);
    }

    @Test
    void whatDoesNotEndIsInterrupted() {
        turns.takeAndBegin(this::work);

        turns.end();

        assertThat(interrupted).isTrue();
        assertThat(turns.free()).isEqualTo(2);
    }
}
