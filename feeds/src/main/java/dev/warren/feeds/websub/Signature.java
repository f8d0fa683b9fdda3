package dev.warren.feeds.websub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
            Mac mac = Mac.getInstance(method);
            mac.init(new SecretKeySpec(secret.getBytes(US_ASCII), method));
            byte[] given = HexFormat.of().parseHex(parts[1].strip().toLowerCase(Locale.ROOT));
            return MessageDigest.isEqual(mac.doFinal(body), given);
        } catch (IllegalArgumentException noHex) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(method + " does not work in this JVM", impossible);
        }
    }
}
