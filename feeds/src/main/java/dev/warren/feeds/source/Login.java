package dev.warren.feeds.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** The user and password of a feed that is not everybody's. */
public record Login(String user, String password) {

    /** The value of an {@code Authorization} header (RFC 7617). */
    public String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    /** Shows nothing of the password. */
    @Override
    public String toString() {
        return "Login[user]";
    }
}
