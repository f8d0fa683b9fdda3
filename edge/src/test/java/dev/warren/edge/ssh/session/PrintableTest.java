package dev.warren.edge.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void keepsTextAndDropsWhatATerminalWouldObey() {
        assertThat(Printable.line("plain")).isEqualTo("plain");
        assertThat(Printable.line("naïve 日本 🐇")).isEqualTo("naïve 日本 🐇");
        assertThat(Printable.line("a\u001b[31mb\u009bc\u0007\u202ed\u200be"))
                .isEqualTo("a[31mbcde");
        assertThat(Printable.line("a\r\nb\tc")).isEqualTo("a  b c");
    }

    @Test
    void escapesInJson() {
        assertThat(Json.line(Map.of("a", "\u001b\u007f\u009b\n")))
                .isEqualTo("{\"a\":\"\\u001B\\u007f\\u009B\\n\"}");
    }
}
