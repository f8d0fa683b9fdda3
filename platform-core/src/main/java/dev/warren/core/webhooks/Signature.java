package dev.warren.core.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with HMAC-SHA-256, so that receivers' libraries verify them.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>
 */
final class Signature {

    /** Bytes of a key; 24 to 64 are allowed. */
    static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** The key as receivers configure it. */
    static String text(byte[] key) {
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The value of the header {@code Webhook-Signature}.
     *
     * @param seconds the value of {@code Webhook-Timestamp}
     */
    static String of(byte[] key, String message, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update("%s.%d.".formatted(message, seconds).getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA-256 does not work in this JVM", impossible);
        }
    }
}
