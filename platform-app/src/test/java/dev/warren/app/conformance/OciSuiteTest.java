package dev.warren.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OciSuiteTest {

    @Test
    void readsTheSuitesSummary() {
        String output =
                """
                OCI Conformance Test: Pass
                OCI Conformance Result: Pass
                  Disabled......................:          0
                  Skip..........................:          2
                  Pass..........................:       1032
                  FAIL..........................:          0
                  Error.........................:          0
                  Total.........................:       1034
                """;

        assertThat(OciSuite.figure(output, "Pass")).isEqualTo(1032);
        assertThat(OciSuite.figure(output, "Skip")).isEqualTo(2);
        assertThat(OciSuite.figure("nothing", "Pass")).isNaN();
    }
}
