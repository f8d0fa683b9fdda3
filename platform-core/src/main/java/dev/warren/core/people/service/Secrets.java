package dev.warren.core.people.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Makes secrets that cannot be guessed, and the hashes that are kept instead of them. One round of
 * SHA-256 is enough for a secret of 100 bits and more: there is nothing to try out.
 */
final class Secrets {

    /** No letters that look alike, because people type invite codes. */
    private static final String TYPED = "abcdefghjkmnpqrstuvwxyz023456789";

    private static final int TYPED_LENGTH = 20;
    private static final int LONGEST = 200;

    private final SecureRandom random;

    Secrets(SecureRandom random) {
        this.random = random;
    }

    /** 192 random bits, safe in URLs and headers. */
    String opaque() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** 100 random bits in small letters and digits. */
    String typed() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < TYPED_LENGTH; i++) {
            code.append(TYPED.charAt(random.nextInt(TYPED.length())));
        }
        return code.toString();
    }

    /** What an app of the Fever API tells of a token: the MD5 of {@code name:secret}. */
    static String digest(String name, String secret) {
        return hex("MD5", name + ":" + secret);
    }

    /** What is kept of a secret. */
    static String hash(String secret) {
        String bounded = secret.length() > LONGEST ? secret.substring(0, LONGEST) : secret;
        return hex("SHA-256", bounded);
    }

    private static String hex(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
