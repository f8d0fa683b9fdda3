package dev.warren.core.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {

    private static final ReturnPath PATH =
            new ReturnPath(new MailAddress("back@example.org"), new byte[32]);

    @ParameterizedTest
    @ValueSource(longs = {1, 36, 123_456_789, Long.MAX_VALUE})
    void knowsItsOwnAddressesAgain(long mail) {
        String address = PATH.of(mail).value();

        assertThat(address).startsWith("back+").endsWith("@example.org");
        assertThat(PATH.read(address)).hasValue(mail);
        assertThat(PATH.read(address.toUpperCase(java.util.Locale.ROOT))).hasValue(mail);
    }

    @Test
    void knowsNoOthers() {
        String address = PATH.of(7).value();
        ReturnPath other = new ReturnPath(new MailAddress("back@example.org"), new byte[] {1});

        assertThat(PATH.read(address.replace("+7-", "+8-"))).isEmpty();
        assertThat(other.read(address)).isEmpty();
        assertThat(PATH.read("back@example.org")).isEmpty();
        assertThat(PATH.read("back+@example.org")).isEmpty();
        assertThat(PATH.read("back+zzzzzzzzzzzzz-0123456789abcdef@example.org")).isEmpty();
        assertThat(PATH.read("+")).isEmpty();
    }
}
