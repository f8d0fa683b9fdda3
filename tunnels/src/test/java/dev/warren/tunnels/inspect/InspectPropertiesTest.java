package dev.warren.tunnels.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.StartRefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class InspectPropertiesTest {

    @Test
    void hasDefaults() {
        InspectProperties settings = bind(Map.of());

        assertThat(settings.memory()).isEqualTo(DataSize.ofMegabytes(16));
        assertThat(settings.body()).isEqualTo(DataSize.ofKilobytes(32));
        assertThat(settings.keep()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.redact()).contains("authorization", "cookie", "set-cookie");
    }

    @Test
    void namesOfHeadersAreComparedInLowerCase() {
        assertThat(bind(Map.of("warren.tunnels.inspect.redact", "X-Secret,X-B")).redact())
                .containsExactlyInAnyOrder("x-secret", "x-b");
    }

    @Test
    void reportsAllThatIsWrong() {
        Map<String, String> wrong =
                Map.of(
                        "warren.tunnels.inspect.body", "5MB",
                        "warren.tunnels.inspect.entries", "0");

        assertThatThrownBy(() -> bind(wrong))
                .hasRootCauseInstanceOf(StartRefusedException.class)
                .rootCause()
                .hasMessageContaining("warren.tunnels.inspect.body: 5")
                .hasMessageContaining("warren.tunnels.inspect.entries: 0 (expected: 1 to 100000)");
    }

    private static InspectProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("warren.tunnels.inspect", InspectProperties.class);
    }
}
