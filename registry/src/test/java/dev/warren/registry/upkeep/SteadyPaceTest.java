package dev.warren.registry.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyPaceTest {

    @Test
    void waitsForAsLongAsTheBytesMayTake() throws Exception {
        SteadyPace pace = new SteadyPace(1_000_000, new CountDownLatch(1), System::nanoTime);
        long before = System.nanoTime();

        pace.read(10_000);
        pace.read(10_000);

        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(19));
    }

    @Test
    void doesNotMakeUpForWhatWasNotUsed() throws Exception {
        AtomicLong now = new AtomicLong();
        SteadyPace pace = new SteadyPace(1_000_000, new CountDownLatch(1), now::get);
        now.set(TimeUnit.HOURS.toNanos(1));
        long before = System.nanoTime();

        pace.read(10_000);

        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(9));
    }

    @Test
    void endsWhenItIsToStop() {
        CountDownLatch stop = new CountDownLatch(1);
        SteadyPace pace = new SteadyPace(1, stop, System::nanoTime);
        stop.countDown();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pace.read(1 << 20));
    }
}
