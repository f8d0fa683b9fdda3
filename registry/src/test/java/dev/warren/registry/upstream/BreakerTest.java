package dev.warren.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.testing.ManualClock;
import dev.warren.registry.source.Answer.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final ManualClock clock = new ManualClock();
    private final Breaker breaker = new Breaker(clock);

    @Test
    void opensAfterFiveFailuresInTenSecondsAndLetsOneTry() {
        fail(4, Duration.ofSeconds(1));
        assertThat(breaker.refusal()).isEmpty();

        breaker.failed(Cause.SLOW);

        assertThat(breaker.refusal()).contains(Cause.SLOW);
        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.refusal()).as("the one that tries").isEmpty();
        assertThat(breaker.refusal()).as("another").contains(Cause.SLOW);
        breaker.failed(Cause.BROKEN);
        assertThat(breaker.refusal()).contains(Cause.BROKEN);

        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.refusal()).isEmpty();
        breaker.succeeded();
        assertThat(breaker.refusal()).isEmpty();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void staysClosedWhenFailuresAreRare() {
        fail(20, Duration.ofSeconds(3));

        assertThat(breaker.refusal()).isEmpty();
    }

    private void fail(int times, Duration apart) {
        for (int i = 0; i < times; i++) {
            breaker.failed(Cause.SLOW);
            clock.advance(apart);
        }
    }
}
