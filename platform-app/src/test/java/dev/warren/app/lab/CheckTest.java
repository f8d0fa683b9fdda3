package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {

    @Test
    void passesAtTheTargetItself() {
        assertThat(Check.atLeast("x", 1.5, "×", 1.5).passed()).isTrue();
        assertThat(Check.atMost("x", 20, "µs", 20).passed()).isTrue();
    }

    @Test
    void failsOnTheWrongSide() {
        assertThat(Check.atLeast("x", 1.49, "×", 1.5).passed()).isFalse();
        assertThat(Check.atMost("x", 20.1, "µs", 20).passed()).isFalse();
    }

    @Test
    void failsWhenNothingWasMeasured() {
        assertThat(Check.atLeast("x", Double.NaN, "×", 1).passed()).isFalse();
        assertThat(Check.atMost("x", Double.NaN, "×", 1).line())
                .isEqualTo("FAIL  x  not measured (target ≤ 1×)");
    }

    @Test
    void printsVerdictNameFigureAndTarget() {
        assertThat(Check.atLeast("http: over sshd", 1.634, "×", 1.5).line())
                .isEqualTo("PASS  http: over sshd  1.63× (target ≥ 1.50×)");
        assertThat(Check.atMost("p99", 7.25, "ms", 6).line())
                .isEqualTo("FAIL  p99  7.25 ms (target ≤ 6 ms)");
    }

    @Test
    void saysOnlyTheNameOfWhatHoldsOrNot() {
        assertThat(Check.holds("warren is alive", false).line()).isEqualTo("FAIL  warren is alive");
    }

    @ParameterizedTest
    @CsvSource({
        "123456.7, '123,457'",
        "3, 3",
        "12.345, 12.3",
        "1.2345, 1.23",
        "0.0123, 0.0123",
        "NaN, –"
    })
    void showsAsManyDigitsAsAreWorthReading(double value, String shown) {
        assertThat(Check.figure(value)).isEqualTo(shown);
    }
}
