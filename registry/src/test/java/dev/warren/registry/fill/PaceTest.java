package dev.warren.registry.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final ManualClock clock = new ManualClock();
    private final Pace pace = new Pace(clock, 1000);

    @Test
    void judgesByWindowsOfTenSeconds() {
        assertThat(pace.isEnough(1)).isTrue();
        clock.advance(Duration.ofSeconds(9));
        assertThat(pace.isEnough(1)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(pace.isEnough(9_997)).as("9,999 bytes").isFalse();

        clock.advance(Duration.ofSeconds(10));
        assertThat(pace.isEnough(10_000)).as("a new window").isTrue();
    }
}
