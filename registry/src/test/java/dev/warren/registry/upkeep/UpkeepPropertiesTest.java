package dev.warren.registry.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class UpkeepPropertiesTest {

    private static UpkeepProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("warren.registry.upkeep", UpkeepProperties.class);
    }

    @Test
    void collectsAfterADayAndEvictsAtNinetyFivePercent() {
        UpkeepProperties settings = bound(Map.of());

        assertThat(settings.grace()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.high()).isEqualTo(95);
        assertThat(settings.low()).isEqualTo(85);
        assertThat(settings.scrubRate()).isEqualTo(DataSize.ofMegabytes(20));
        assertThat(settings.upstreamSizes()).isEmpty();
    }

    @Test
    void takesSizesOfSingleUpstreams() {
        assertThat(
                        bound(Map.of("warren.registry.upkeep.upstream-sizes[docker.io]", "5GB"))
                                .upstreamSizes())
                .containsEntry("docker.io", DataSize.ofGigabytes(5));
    }

    @Test
    void refusesALowMarkAboveTheHighOne() {
        assertThatThrownBy(() -> bound(Map.of("warren.registry.upkeep.low", "99")))
                .rootCause()
                .hasMessageContaining("warren.registry.upkeep.low: 99 (expected: 0 to 95)");
    }
}
