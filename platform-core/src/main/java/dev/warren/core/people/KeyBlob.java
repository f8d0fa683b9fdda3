package dev.warren.core.people;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Looks into the binary form of a public key: that it is complete, of the type that it says, and
 * strong enough.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4253#section-6.6">RFC 4253 §6.6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5656#section-3.1">RFC 5656 §3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8709#section-4">RFC 8709 §4</a>
 */
final class KeyBlob {

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 16384;
    private static final int LONGEST_APPLICATION = 256;

    private final ByteBuffer rest;

    private KeyBlob(byte[] blob) {
        this.rest = ByteBuffer.wrap(blob);
    }

    static void check(String type, byte[] blob) {
        KeyBlob key = new KeyBlob(blob);
        switch (type) {
            case "ssh-ed25519" -> {
                key.type(type);
                key.ed25519();
            }
            case "ecdsa-sha2-nistp256" -> key.ecdsa(type, "nistp256", 32);
            case "ecdsa-sha2-nistp384" -> key.ecdsa(type, "nistp384", 48);
            case "ecdsa-sha2-nistp521" -> key.ecdsa(type, "nistp521", 66);
            case "ssh-rsa" -> key.rsa(type);
            case "sk-ssh-ed25519@openssh.com" -> {
                key.type(type);
                key.ed25519();
                key.application();
            }
            case "sk-ecdsa-sha2-nistp256@openssh.com" -> {
                key.ecdsa(type, "nistp256", 32);
                key.application();
            }
            case "ssh-dss" -> throw invalid("is DSA, which is too weak; use ssh-ed25519");
            default ->
                    throw invalid(
                            "has a type that is not accepted (expected: ssh-ed25519, ecdsa-sha2-nistp256, -nistp384, -nistp521, ssh-rsa, sk-ssh-ed25519@openssh.com or sk-ecdsa-sha2-nistp256@openssh.com)");
        }
        if (key.rest.hasRemaining()) {
            throw invalid("has bytes after its end");
        }
    }

    private void type(String expected) {
        if (!text().equals(expected)) {
            throw invalid("is of another type than its first word says");
        }
    }

    private void ed25519() {
        if (field().length != 32) {
            throw invalid("is cut short");
        }
    }

    private void ecdsa(String type, String curve, int coordinate) {
        type(type);
        if (!text().equals(curve)) {
            throw invalid("is on another curve than its type says");
        }
        byte[] point = field();
        if (point.length != 1 + 2 * coordinate || point[0] != 4) {
            throw invalid("has a point of the wrong form");
        }
    }

    private void rsa(String type) {
        type(type);
        BigInteger exponent = new BigInteger(atLeastOne(field()));
        int bits = new BigInteger(atLeastOne(field())).bitLength();
        if (exponent.signum() <= 0 || !exponent.testBit(0) || exponent.bitLength() > 64) {
            throw invalid("has an exponent that cannot be");
        }
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw invalid(
                    "has %d bits (expected: %d to %d)"
                            .formatted(bits, LEAST_RSA_BITS, MOST_RSA_BITS));
        }
    }

    private void application() {
        if (field().length > LONGEST_APPLICATION) {
            throw invalid("has an application name that is too long");
        }
    }

    private static byte[] atLeastOne(byte[] number) {
        if (number.length == 0 || number[0] < 0) {
            throw invalid("has a number that is not positive");
        }
        return number;
    }

    private String text() {
        return new String(field(), US_ASCII);
    }

    private byte[] field() {
        if (rest.remaining() < Integer.BYTES) {
            throw invalid("is cut short");
        }
        int length = rest.getInt();
        if (length < 0 || length > rest.remaining()) {
            throw invalid("is cut short");
        }
        byte[] bytes = new byte[length];
        rest.get(bytes);
        return bytes;
    }

    static PeopleException invalid(String what) {
        return new PeopleException(PeopleException.Code.INVALID, "the key " + what);
    }
}
