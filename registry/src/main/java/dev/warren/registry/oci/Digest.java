package dev.warren.registry.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What names content by its bytes.
 *
 * @param algorithm one of the two that the specification registers
 * @param hex the hash in lower-case hexadecimal, as long as the algorithm's
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">OCI
 *     image specification, digests</a>
 */
public record Digest(Algorithm algorithm, String hex) {

    /** How the hash is made. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String word;
        private final String java;
        private final int digits;

        Algorithm(String word, String java, int digits) {
            this.word = word;
            this.java = java;
            this.digits = digits;
        }

        /** As digests spell it. */
        public String word() {
            return word;
        }

        /** A new hash of nothing yet. */
        public MessageDigest start() {
            try {
                return MessageDigest.getInstance(java);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(java + " is not in this JVM", impossible);
            }
        }

        /** The digest that {@code hash} has come to; resets it. */
        public Digest finish(MessageDigest hash) {
            return new Digest(this, HexFormat.of().formatHex(hash.digest()));
        }

        private static Optional<Algorithm> of(String word) {
            return Arrays.stream(values()).filter(a -> a.word.equals(word)).findFirst();
        }
    }

    public Digest {
        if (!isHash(hex, algorithm)) {
            throw new IllegalArgumentException(
                    "digest: %s:%s (expected: %d lower-case hexadecimal digits)"
                            .formatted(algorithm.word, hex, algorithm.digits));
        }
    }

    /** The digest that {@code text} spells; empty when it spells none that is supported. */
    public static Optional<Digest> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String hex = text.substring(colon + 1);
        return Algorithm.of(text.substring(0, colon))
                .filter(algorithm -> isHash(hex, algorithm))
                .map(algorithm -> new Digest(algorithm, hex));
    }

    /** The SHA-256 digest of {@code content}. */
    public static Digest of(byte[] content) {
        return of(Algorithm.SHA256, content);
    }

    /** The digest of {@code content}. */
    public static Digest of(Algorithm algorithm, byte[] content) {
        MessageDigest hash = algorithm.start();
        hash.update(content);
        return algorithm.finish(hash);
    }

    private static boolean isHash(String hex, Algorithm algorithm) {
        if (hex.length() != algorithm.digits) {
            return false;
        }
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return algorithm.word + ":" + hex;
    }
}
