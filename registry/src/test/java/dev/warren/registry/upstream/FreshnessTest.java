package dev.warren.registry.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

    @ParameterizedTest
    @CsvSource({
        "latest, PT30S", "main, PT30S", "edge, PT30S", "1.2.3, PT1H", "v1.27.4-alpine, PT1H",
        "3.20, PT1H", "sha-0a1b2c3, PT24H", "20, PT5M", "stable, PT5M", "latest-alpine, PT5M",
    })
    void asksMoreOftenForWhatMovesMore(String tag, Duration time) {
        assertThat(Freshness.parse(List.of()).orElseThrow().of(tag)).isEqualTo(time);
    }

    @Test
    void ownRulesComeFirst() {
        Freshness freshness = Freshness.parse(List.of("lat*=2m", "1.*=0s")).orElseThrow();

        assertThat(freshness.of("latest")).isEqualTo(Duration.ofMinutes(2));
        assertThat(freshness.of("1.2")).isEqualTo(Duration.ZERO);
        assertThat(freshness.of("12.2")).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "=1m", "a/b=1m", "a=soon", "a=-1s", "a=9999d"})
    void refusesOtherForms(String rule) {
        assertThat(Freshness.parse(List.of(rule))).isEmpty();
    }
}
