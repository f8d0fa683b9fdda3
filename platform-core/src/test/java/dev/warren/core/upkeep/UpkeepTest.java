package dev.warren.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UpkeepTest {

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void a_run_that_fails_is_followed_by_the_next() {
        Upkeep upkeep =
                upkeep(() -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("once");
                    }
                });

        upkeep.start();

        await().until(() -> runs.get() > 1);
        upkeep.stop();
    }

    @Test
    void nothing_runs_after_a_stop() {
        Upkeep upkeep = upkeep(runs::incrementAndGet);
        upkeep.start();
        await().until(() -> runs.get() > 0);

        upkeep.stop();

        int then = runs.get();
        assertThat(upkeep.isRunning()).isFalse();
        await().during(Duration.ofMillis(20)).until(() -> runs.get() == then);
    }

    @Test
    void it_can_be_started_again() {
        Upkeep upkeep = upkeep(runs::incrementAndGet);
        upkeep.start();
        upkeep.stop();
        int then = runs.get();

        upkeep.start();

        await().until(() -> runs.get() > then);
        assertThat(upkeep.isRunning()).isTrue();
        upkeep.stop();
    }

    private static Upkeep upkeep(Runnable task) {
        return new Upkeep("test", Duration.ofMillis(1), 0, task);
    }
}
