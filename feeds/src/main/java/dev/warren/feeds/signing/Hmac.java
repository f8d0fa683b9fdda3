package dev.warren.feeds.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with a key. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>
 */
public final class Hmac {

    private final SecretKeySpec key;

    private Hmac(byte[] key, String method) {
        this.key = new SecretKeySpec(key, method);
    }

    /**
     * With SHA-256, for signatures of our own.
     *
     * @param key for one purpose alone
     */
    public static Hmac ours(byte[] key) {
        return new Hmac(key, "HmacSHA256");
    }

    /** With what others chose: a name that every JVM has, such as {@code HmacSHA1}. */
    public static Hmac of(String method, byte[] key) {
        return new Hmac(key, method);
    }

    /** The signature of a text in UTF-8. */
    public byte[] sign(String text) {
        return sign(text.getBytes(UTF_8));
    }

    /** The signature of bytes. */
    public byte[] sign(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(
                    key.getAlgorithm() + " does not work in this JVM", impossible);
        }
    }
}
