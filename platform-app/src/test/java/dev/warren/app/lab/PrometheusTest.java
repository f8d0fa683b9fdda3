package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrometheusTest {

    private static final Prometheus METRICS =
            Prometheus.parse(
                    """
                    # HELP warren_memory_budget_used_bytes Bytes that the module holds
                    # TYPE warren_memory_budget_used_bytes gauge
                    warren_memory_budget_used_bytes{module="tunnels"} 1.048576E6
                    warren_memory_budget_used_bytes{module="ssh"} 512.0
                    jvm_memory_used_bytes{area="heap",id="Eden Space"} 100.0
                    jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 20.0
                    jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0
                    process_uptime_seconds 12.5 1700000000000
                    odd{path="a\\"b\\\\c,d=\\"e"} +Inf
                    broken{path= 1
                    """);

    @Test
    void readsValuesByLabel() {
        assertThat(METRICS.by("warren_memory_budget_used_bytes", "module"))
                .containsEntry("tunnels", 1_048_576.0)
                .containsEntry("ssh", 512.0)
                .hasSize(2);
    }

    @Test
    void addsUpSamplesThatCarryALabel() {
        assertThat(METRICS.sum("jvm_memory_used_bytes", "area", "heap")).isEqualTo(120.0);
        assertThat(METRICS.sum("jvm_memory_used_bytes")).isEqualTo(127.0);
    }

    @Test
    void readsASampleWithATimestampAndWithoutLabels() {
        assertThat(METRICS.sum("process_uptime_seconds")).isEqualTo(12.5);
    }

    @Test
    void readsEscapedLabelValuesAndInfinity() {
        Prometheus.Sample odd = METRICS.named("odd").getFirst();

        assertThat(odd.labels()).containsEntry("path", "a\"b\\c,d=\"e");
        assertThat(odd.value()).isInfinite();
    }

    @Test
    void givesNoNumberForWhatIsNotThere() {
        assertThat(METRICS.sum("no_such_metric")).isNaN();
        assertThat(METRICS.sum("jvm_memory_used_bytes", "area", "moon")).isNaN();
        assertThat(METRICS.named("broken")).isEmpty();
    }
}
