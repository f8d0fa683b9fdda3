package dev.warren.core.testing;

import dev.warren.core.people.PublicKeyText;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;

/** Public keys of the right form that nobody has the other half of. */
public final class TestKeys {

    private TestKeys() {}

    /** The same key for the same seed. */
    public static PublicKeyText ed25519(long seed) {
        byte[] point = new byte[32];
        new SplittableRandom(seed).nextBytes(point);
        return new PublicKeyText("ssh-ed25519", base64("ssh-ed25519", point), "key " + seed, false);
    }

    public static PublicKeyText authority(long seed) {
        PublicKeyText key = ed25519(seed);
        return new PublicKeyText(key.type(), key.base64(), key.comment(), true);
    }

    public static String rsaBlob(int bits) {
        byte[] modulus = BigInteger.ONE.shiftLeft(bits - 1).or(BigInteger.ONE).toByteArray();
        return base64("ssh-rsa", new byte[] {1, 0, 1}, modulus);
    }

    /** The binary form: the type's name and the fields, each after its length. */
    public static String base64(String type, byte[]... fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] name = type.getBytes(StandardCharsets.US_ASCII);
            out.writeInt(name.length);
            out.write(name);
            for (byte[] field : fields) {
                out.writeInt(field.length);
                out.write(field);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
