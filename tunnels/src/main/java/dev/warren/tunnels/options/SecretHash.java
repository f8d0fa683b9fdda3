package dev.warren.tunnels.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What is kept of a secret that visitors must know: its SHA-256, so that no list, log or heap dump
 * shows it. It is not stored, and compared within a request, so it is not made slow.
 */
public record SecretHash(String hex) {

    static SecretHash of(String secret) {
        return new SecretHash(HexFormat.of().formatHex(digest(secret)));
    }

    /** Whether {@code secret} is one of {@code hashes}; takes as long whichever it is. */
    public static boolean matchesAny(List<SecretHash> hashes, String secret) {
        byte[] given = digest(secret);
        boolean found = false;
        for (SecretHash hash : hashes) {
            found |= MessageDigest.isEqual(HexFormat.of().parseHex(hash.hex), given);
        }
        return found;
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
