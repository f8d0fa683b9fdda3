package dev.warren.feeds.websub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    private static final byte[] BODY =
            "The quick brown fox jumps over the lazy dog".getBytes(UTF_8);

    /** Made with other programs. */
    private static final String SHA1 = "sha1=de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9";

    private static final String SHA256 =
            "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";

    @ParameterizedTest
    @ValueSource(
            strings = {
                SHA1,
                SHA256,
                "SHA256=F7BC83F430538424B13298E6AA6FB143EF4D59A14946175997479DBC2D1A3CD8"
            })
    void takesWhatTheSecretSigned(String header) {
        assertThat(Signature.isGood(Optional.of(header), "key", BODY)).isTrue();
    }

    @Test
    void refusesEverythingElse() {
        assertThat(Signature.isGood(Optional.of(SHA256), "other", BODY)).isFalse();
        assertThat(Signature.isGood(Optional.of(SHA256), "key", "other".getBytes(UTF_8))).isFalse();
        assertThat(Signature.isGood(Optional.empty(), "key", BODY)).isFalse();
        assertThat(Signature.isGood(Optional.of(""), "key", BODY)).isFalse();
        assertThat(Signature.isGood(Optional.of("sha256="), "key", BODY)).isFalse();
        assertThat(Signature.isGood(Optional.of("sha256=xyz"), "key", BODY)).isFalse();
        assertThat(Signature.isGood(Optional.of("md5=" + "0".repeat(32)), "key", BODY)).isFalse();
    }
}
