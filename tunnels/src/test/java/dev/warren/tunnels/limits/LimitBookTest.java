package dev.warren.tunnels.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.tunnels.policy.AccountGate;
import dev.warren.tunnels.policy.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitBookTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Map<Long, OwnLimits> rows = new HashMap<>();
    private final LimitBook book =
            new LimitBook(
                    new LimitStore() {
                        @Override
                        public Map<Long, OwnLimits> all() {
                            return rows;
                        }

                        @Override
                        public void put(long account, OwnLimits limits) {
                            rows.put(account, limits);
                        }
                    },
                    new Allowance(0, 3, 2, 0));

    private static OwnLimits said(String... words) {
        OwnLimits limits = OwnLimits.NONE;
        for (String word : words) {
            limits = LimitWords.over(limits, word).orElseThrow();
        }
        return limits;
    }

    @Test
    void everybodyHasWhatTheSettingsSay() {
        AccountGate gate = book.of(7);

        assertThat(gate.take(NOW)).isZero();
        assertThat(gate.take(NOW)).isZero();
        assertThat(gate.take(NOW)).isEqualTo(Duration.ofMillis(500));
        for (int i = 0; i < 3; i++) {
            assertThat(gate.enter()).isTrue();
        }
        assertThat(gate.enter()).isFalse();
        gate.leave();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void whatAnAdministratorSaysReachesGatesThatStand() {
        AccountGate gate = book.of(7);
        AccountGate other = book.of(8);

        book.put(7, said("requests=1", "streams=none"));

        assertThat(gate.take(NOW)).isZero();
        assertThat(gate.take(NOW)).isEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            assertThat(gate.enter()).isTrue();
        }
        assertThat(other.allowed()).isEqualTo(new Allowance(0, 3, 2, 0));
        assertThat(book.of(7)).isSameAs(gate);
    }

    @Test
    void wordsAddUpAndCanBeTakenBack() {
        OwnLimits limits = said("tunnels=5", "bandwidth=2MB", "requests=9", "requests=default");

        assertThat(limits).isEqualTo(new OwnLimits(5, null, null, 2L << 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests", "requests=", "requests=-1", "requests=0", "requests=1000001",
                "bandwidth=5", "bandwidth=1TBX", "colour=red", "tunnels=none", "=5"
            })
    void refusesWordsThatSayNothing(String word) {
        assertThat(LimitWords.over(OwnLimits.NONE, word)).isEmpty();
    }
}
