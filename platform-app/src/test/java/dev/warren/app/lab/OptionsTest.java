package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final List<Option> KNOWN =
            List.of(
                    Option.flag("quick", ""),
                    new Option("rounds", "5", ""),
                    new Option("size", "10G", ""),
                    new Option("only", "all", ""));

    private static Options options(String... arguments) {
        return new Options(KNOWN, List.of(arguments));
    }

    @Test
    void takesDefaultsForWhatIsNotGiven() {
        assertThat(options().given("quick")).isFalse();
        assertThat(options().number("rounds", 1, 9)).isEqualTo(5);
        assertThat(options().bytes("size", 1L << 40)).isEqualTo(10L << 30);
        assertThat(options().words("only", List.of("a", "b"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void takesWhatIsGiven() {
        Options given = options("--quick", "--rounds=2", "--only=b");

        assertThat(given.given("quick")).isTrue();
        assertThat(given.number("rounds", 1, 9)).isEqualTo(2);
        assertThat(given.words("only", List.of("a", "b"))).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "64K, 65536", "64M, 67108864", "2G, 2147483648", "1GiB, 1073741824"})
    void readsSizes(String text, long bytes) {
        assertThat(options("--size=" + text).bytes("size", 1L << 40)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0", "3T", "-1", "''", "999999999G"})
    void refusesSizesThatAreNone(String text) {
        assertThatThrownBy(() -> options("--size=" + text).bytes("size", 1L << 40))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("size: " + text + " (expected: ");
    }

    @Test
    void refusesNumbersOutOfRangeAndWordsThatAreNone() {
        assertThatThrownBy(() -> options("--rounds=10").number("rounds", 1, 9))
                .hasMessage("rounds: 10 (expected: 1 to 9)");
        assertThatThrownBy(() -> options("--rounds=many").number("rounds", 1, 9))
                .hasMessage("rounds: many (expected: a whole number)");
        assertThatThrownBy(() -> options("--only=c").words("only", List.of("a", "b")))
                .hasMessage("only: c (expected: any of a, b)");
    }

    @Test
    void refusesOptionsThatDoNotExist() {
        assertThatThrownBy(() -> options("--fast"))
                .hasMessage("option: --fast (expected: one of --only, --quick, --rounds, --size)");
        assertThatThrownBy(() -> options("quick")).isInstanceOf(LabException.class);
    }

    @Test
    void refusesAFlagWithAValueAndAnOptionWithoutOne() {
        assertThatThrownBy(() -> options("--quick=yes"))
                .hasMessage("quick: yes (expected: no value)");
        assertThatThrownBy(() -> options("--rounds"))
                .hasMessage("rounds: null (expected: a value after =)");
    }
}
