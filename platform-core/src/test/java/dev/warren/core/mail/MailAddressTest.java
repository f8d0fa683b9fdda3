package dev.warren.core.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "you",
                "you@",
                "@example.com",
                "You <you@example.com>",
                "a@example.com,b@example.com",
                "a@example.com b@example.com",
                "\"a b\"@example.com",
                "a(comment)@example.com",
                "group: a@example.com;",
                "a@example.com\r\nBcc: b@example.com",
                "a\n@example.com",
                "a..b@example.com",
                ".a@example.com",
                "a@-example.com",
                "a@exa_mple.com",
                "a@[127.0.0.1]",
                "é@example.com"
            })
    void refusesWhatIsNoPlainAddress(String text) {
        assertThatThrownBy(() -> new MailAddress(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no mail address (expected: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void writesDomainsInAsciiAndLowerCase() {
        assertThat(new MailAddress("You+news@B\u00fccher.Example").value())
                .isEqualTo("You+news@xn--bcher-kva.example");
        assertThat(new MailAddress("you@localhost").domain()).isEqualTo("localhost");
    }
}
