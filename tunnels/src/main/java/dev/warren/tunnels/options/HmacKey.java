package dev.warren.tunnels.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that is shared with a sender, and how it signs. It is never shown. */
public final class HmacKey {

    private final String algorithm;
    private final byte[] secret;

    /**
     * @param algorithm {@code HmacSHA1}, {@code HmacSHA256} or {@code HmacSHA512}
     */
    HmacKey(String algorithm, String secret) {
        this.algorithm = algorithm;
        this.secret = secret.getBytes(UTF_8);
    }

    /** Whether {@code signature} is that of {@code prefix} and {@code body}, in constant time. */
    public boolean hasSigned(byte[] signature, String prefix, ByteBuffer body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            mac.update(prefix.getBytes(UTF_8));
            mac.update(body.duplicate());
            return MessageDigest.isEqual(mac.doFinal(), signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HmacKey key
                && algorithm.equals(key.algorithm)
                && MessageDigest.isEqual(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return algorithm;
    }
}
