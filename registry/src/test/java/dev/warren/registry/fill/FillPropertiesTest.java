package dev.warren.registry.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class FillPropertiesTest {

    @Test
    void hasItsDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new FillProperties(
                                16,
                                256,
                                Duration.ofSeconds(10),
                                DataSize.ofGigabytes(64),
                                DataSize.ofGigabytes(50),
                                DataSize.ofKilobytes(1),
                                6));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() ->
                        bind(
                                Map.of(
                                        "warren.registry.fill.at-once", "0",
                                        "warren.registry.fill.turn", "2m")))
                .rootCause()
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("warren.registry.fill.at-once: 0 (expected: 1 to 1000)")
                .hasMessageContaining("warren.registry.fill.turn: PT2M (expected: PT0.1S to PT1M)");
    }

    private static FillProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("warren.registry.fill", FillProperties.class);
    }
}
