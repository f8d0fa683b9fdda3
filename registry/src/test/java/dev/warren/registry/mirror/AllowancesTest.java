package dev.warren.registry.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AllowancesTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Allowances allowances = new Allowances(1000, () -> now);

    @Test
    void whoHadEnoughWaitsForTheHoursEnd() {
        allowances.count("a", 999);
        assertThat(allowances.wait("a")).isEmpty();
        allowances.count("a", 5000);
        now = now.plus(Duration.ofMinutes(20));

        assertThat(allowances.wait("a")).contains(Duration.ofMinutes(40));
        assertThat(allowances.wait("b")).as("somebody else").isEmpty();
        now = now.plus(Duration.ofMinutes(40));
        assertThat(allowances.wait("a")).isEmpty();
        allowances.count("a", 10);
        assertThat(allowances.wait("a")).as("another hour").isEmpty();
    }

    @Test
    void aClockThatIsPutBackKeepsNobodyWaiting() {
        allowances.count("a", 1000);

        now = now.minus(Duration.ofDays(1));

        assertThat(allowances.wait("a")).isEmpty();
    }
}
