package dev.warren.feeds.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How logins are written before they are encrypted, where they are kept, and told apart. */
final class Logins {

    private static final int KEY_BYTES = 8;

    private Logins() {}

    /** A user name of RFC 7617 has no colon. */
    static String write(Login login) {
        return login.user() + ":" + login.password();
    }

    static Login read(String text) {
        int colon = text.indexOf(':');
        return new Login(text.substring(0, colon), text.substring(colon + 1));
    }

    static String place(long account, String url) {
        return "feeds.source.credentials/%d/%s".formatted(account, url);
    }

    /** The password is no part of it, so that a new one takes the old one's place. */
    static String key(long account, Login login) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(login.user().getBytes(UTF_8));
            return account + ":" + HexFormat.of().formatHex(hash, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("no SHA-256 in this JVM", impossible);
        }
    }
}
