package dev.warren.core.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(5), new SplittableRandom(1));

    private Duration pause(int failures, Optional<Duration> wanted) {
        return Duration.between(Instant.EPOCH, backoff.after(failures, wanted, Instant.EPOCH));
    }

    @Test
    void triplesUpToAnHourMoreOrLess() {
        long[] seconds = {5, 15, 45, 135, 405, 1215, 3600, 3600};
        for (int i = 0; i < seconds.length; i++) {
            assertThat(pause(i + 1, Optional.empty()))
                    .isBetween(
                            Duration.ofMillis(seconds[i] * 800),
                            Duration.ofMillis(seconds[i] * 1200));
        }
        assertThat(pause(1000, Optional.empty())).isLessThan(Duration.ofMinutes(73));
    }

    @Test
    void isNeverTheSameForMany() {
        assertThat(pause(3, Optional.empty())).isNotEqualTo(pause(3, Optional.empty()));
    }

    @Test
    void waitsAsLongAsTheReceiverWantsWithinAnHour() {
        assertThat(pause(1, Optional.of(Duration.ofMinutes(20)))).isEqualTo(Duration.ofMinutes(20));
        assertThat(pause(1, Optional.of(Duration.ofMillis(1))))
                .isGreaterThan(Duration.ofSeconds(3));
        assertThat(pause(1, Optional.of(Duration.ofDays(400)))).isLessThan(Duration.ofSeconds(7));
    }
}
