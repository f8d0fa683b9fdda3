package dev.warren.feeds.websub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.warren.feeds.signing.Hmac;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What hubs sign with.
 *
 * @see <a href="https://www.w3.org/TR/websub/#signature-validation">WebSub §7.1</a>
 */
final class Signature {

    private static final Map<String, String> METHODS =
            Map.of(
                    "sha1", "HmacSHA1",
                    "sha256", "HmacSHA256",
                    "sha384", "HmacSHA384",
                    "sha512", "HmacSHA512");

    private Signature() {}

    /**
     * Whether {@code header}, such as {@code sha256=0a1b…}, is {@code secret}'s for {@code body}.
     */
    static boolean isGood(Optional<String> header, String secret, byte[] body) {
        String[] parts = header.orElse("").strip().split("=", 2);
        String method = METHODS.get(parts[0].toLowerCase(Locale.ROOT));
        if (parts.length != 2 || method == null) {
            return false;
        }
        try {
            byte[] given = HexFormat.of().parseHex(parts[1].strip().toLowerCase(Locale.ROOT));
            return MessageDigest.isEqual(
                    Hmac.of(method, secret.getBytes(US_ASCII)).sign(body), given);
        } catch (IllegalArgumentException noHex) {
            return false;
        }
    }
}
