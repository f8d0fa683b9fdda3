package dev.warren.edge.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExecLineTest {

    private static List<String> words(String line) {
        return ExecLine.split(line).orElseThrow();
    }

    @Test
    void splitsAtBlanksAndKeepsWhatIsQuoted() {
        assertThat(words("a  b\tc\n")).containsExactly("a", "b", "c");
        assertThat(words("x='a b' \"c \\\"d\\\" \\n\" e\\ f ''"))
                .containsExactly("x=a b", "c \"d\" \\n", "e f", "");
        assertThat(words("   ")).isEmpty();
    }

    @Test
    void expandsNothing() {
        assertThat(words("$HOME `id` *; @/etc/passwd"))
                .containsExactly("$HOME", "`id`", "*;", "@/etc/passwd");
    }

    @Test
    void refusesOpenQuotesAndTooManyWords() {
        assertThat(ExecLine.split("a 'b")).isEmpty();
        assertThat(ExecLine.split("a \"b")).isEmpty();
        assertThat(ExecLine.split("a ".repeat(300))).isEmpty();
    }
}
