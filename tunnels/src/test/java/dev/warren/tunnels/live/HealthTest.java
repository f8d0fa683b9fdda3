package dev.warren.tunnels.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Optional<String> BAD = Optional.of("it answered 500");

    private final Health health = new Health();
    private Instant now = Instant.EPOCH;

    @Test
    void twoFailuresInARowTakeItDownAndOneGoodAnswerBringsItBack() {
        check(BAD);
        check(Optional.empty());
        check(BAD);
        assertThat(health.state()).isEqualTo(Health.State.UP);
        assertThat(health.takeNews()).isEmpty();

        check(BAD);
        assertThat(health.state()).isEqualTo(Health.State.DOWN);
        assertThat(health.takeNews()).contains(new Health.Change(false, "it answered 500"));
        check(BAD);
        assertThat(health.takeNews()).isEmpty();

        check(Optional.empty());
        assertThat(health.state()).isEqualTo(Health.State.UP);
        assertThat(health.takeNews()).contains(new Health.Change(true, "its server is well again"));
    }

    @Test
    void oneCheckRunsAtATimeAndNotTooEarly() {
        assertThat(health.begins(now, INTERVAL)).isTrue();
        assertThat(health.begins(now.plusSeconds(60), INTERVAL)).isFalse();

        health.ended(Optional.empty());

        assertThat(health.begins(now.plusSeconds(9), INTERVAL)).isFalse();
        assertThat(health.begins(now.plusSeconds(10), INTERVAL)).isTrue();
    }

    @Test
    void whatNobodyAsksAboutIsNotKnown() {
        check(Optional.empty());

        health.forget();

        assertThat(health.state()).isEqualTo(Health.State.UNKNOWN);
    }

    private void check(Optional<String> problem) {
        assertThat(health.begins(now, INTERVAL)).isTrue();
        health.ended(problem);
        now = now.plus(INTERVAL);
    }
}
