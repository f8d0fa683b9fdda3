package dev.warren.core.people;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.people.PeopleException.Code;
import dev.warren.core.testing.TestKeys;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTextTest {

    /** A key made by ssh-keygen, and the fingerprint that ssh-keygen -l shows for it. */
    private static final String LINE =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAduMvc7ocCJ5XPW6O27ETlWk4mqACYN4ZY2Fn1Bdf6k alice@example org";

    private static final String FINGERPRINT = "SHA256:+pcpJQCKOcsL6sOGKAAAlHheR+yqCt/hINyeunMiD/w";

    @Test
    void readsAKeyAsSshKeygenWritesIt() {
        PublicKeyText key = PublicKeyText.parse("  " + LINE + "\n");

        assertThat(key.type()).isEqualTo("ssh-ed25519");
        assertThat(key.comment()).isEqualTo("alice@example org");
        assertThat(key.certAuthority()).isFalse();
        assertThat(key.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(PublicKeyText.parse(key.line())).isEqualTo(key);
    }

    @Test
    void readsACertificateAuthority() {
        PublicKeyText key = PublicKeyText.parse("cert-authority " + LINE);

        assertThat(key.certAuthority()).isTrue();
        assertThat(key.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(key.line()).isEqualTo("cert-authority " + LINE);
    }

    @ParameterizedTest
    @CsvSource({
        "ecdsa-sha2-nistp256,nistp256,32",
        "ecdsa-sha2-nistp384,nistp384,48",
        "ecdsa-sha2-nistp521,nistp521,66"
    })
    void readsEllipticCurves(String type, String curve, int size) {
        byte[] point = new byte[1 + 2 * size];
        point[0] = 4;

        PublicKeyText key = key(type, curve.getBytes(US_ASCII), point);

        assertThat(key.comment()).isEmpty();
        assertThat(key.line()).isEqualTo(type + " " + key.base64());
        refuses(type, TestKeys.base64(type, "nistp192".getBytes(US_ASCII), point));
        refuses(type, TestKeys.base64(type, curve.getBytes(US_ASCII), new byte[1 + 2 * size]));
        refuses(type, TestKeys.base64(type, curve.getBytes(US_ASCII), new byte[] {4, 1}));
    }

    @Test
    void readsFidoKeys() {
        byte[] point = new byte[65];
        point[0] = 4;

        assertThat(
                        key("sk-ssh-ed25519@openssh.com", new byte[32], "ssh:".getBytes(US_ASCII))
                                .type())
                .startsWith("sk-");
        assertThat(
                        key(
                                        "sk-ecdsa-sha2-nistp256@openssh.com",
                                        "nistp256".getBytes(US_ASCII),
                                        point,
                                        "ssh:".getBytes(US_ASCII))
                                .type())
                .startsWith("sk-");
        refuses(
                "sk-ssh-ed25519@openssh.com",
                TestKeys.base64("sk-ssh-ed25519@openssh.com", new byte[32]));
    }

    @Test
    void readsRsaOfTwoThousandBitsAndMore() {
        assertThat(PublicKeyText.parse("ssh-rsa " + TestKeys.rsaBlob(2048)).type())
                .isEqualTo("ssh-rsa");
        assertThatThrownBy(() -> PublicKeyText.parse("ssh-rsa " + TestKeys.rsaBlob(2047)))
                .hasMessage("the key has 2047 bits (expected: 2048 to 16384)");
        refuses("ssh-rsa", TestKeys.base64("ssh-rsa", new byte[] {-1}, new byte[300]));
        refuses("ssh-rsa", TestKeys.base64("ssh-rsa", new byte[0], new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519",
                "ssh-ed25519 !!!!",
                "ssh-ed25519 AAAA",
                "ssh-dss AAAAB3NzaC1kc3M=",
                "command=\"x\" ssh-ed25519 AAAA",
                "cert-authority ssh-ed25519",
                "from=\"*\",cert-authority ssh-ed25519 AAAA"
            })
    void refusesWhatIsNoKey(String line) {
        assertThatThrownBy(() -> PublicKeyText.parse(line))
                .isInstanceOfSatisfying(
                        PeopleException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.INVALID));
    }

    @Test
    void refusesAKeyOfAnotherTypeAndOneWithMoreBehindIt() {
        refuses("ssh-ed25519", TestKeys.base64("ssh-rsa", new byte[32]));
        refuses("ssh-ed25519", TestKeys.base64("ssh-ed25519", new byte[32], new byte[1]));
        refuses("ssh-ed25519", TestKeys.base64("ssh-ed25519", new byte[31]));
    }

    @Test
    void answersEveryDamagedBlobWithARefusal() {
        byte[] good = Base64.getDecoder().decode(TestKeys.rsaBlob(2048));
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 2000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            for (int j = 0; j < 3 && bad.length > 0; j++) {
                bad[random.nextInt(Math.min(bad.length, 24))] = (byte) random.nextInt(256);
            }
            refuses("ssh-rsa", Base64.getEncoder().encodeToString(bad));
        }
    }

    @Test
    void keepsCommentsPrintableAndShort() {
        PublicKeyText key =
                PublicKeyText.parse(LINE + " \u001b[31mred\u0007\u202e " + "x".repeat(300));

        assertThat(key.comment()).hasSizeLessThanOrEqualTo(100).doesNotContain("\u001b", "\u202e");
    }

    private static PublicKeyText key(String type, byte[]... fields) {
        return PublicKeyText.parse(type + " " + TestKeys.base64(type, fields));
    }

    private static void refuses(String type, String base64) {
        assertThatThrownBy(() -> PublicKeyText.parse(type + " " + base64))
                .isInstanceOf(PeopleException.class);
    }
}
