package dev.warren.registry.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** A user name and password or token for an upstream; never printed. */
record Credentials(String username, String password) {

    /** As the Basic scheme sends them. */
    String basic() {
        byte[] both = (username + ":" + password).getBytes(UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
        return "Credentials[…]";
    }
}
