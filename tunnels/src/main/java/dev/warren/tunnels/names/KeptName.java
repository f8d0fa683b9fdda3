package dev.warren.tunnels.names;

import java.time.Instant;
import java.util.Optional;

/**
 * A name that is kept.
 *
 * @param name the label {@code alice-web}, a port's number, a host, or a banned name
 * @param accountId whose it is, or 0 when it is banned
 * @param page what visitors are told while it has no tunnel, empty for our words
 * @param since when it was reserved
 */
record KeptName(Kind kind, String name, long accountId, Optional<String> page, Instant since) {

    /** What a name is a name of. */
    enum Kind {
        /** A web address below the tunnels' domain. */
        WEB,
        /** A TCP port. */
        PORT,
        /** A host of the user's own, whose owner has proved it. */
        DOMAIN,
        /** What no web tunnel may be called, whoever asks. */
        BANNED
    }

    /** By what it is found. */
    record Key(Kind kind, String name) {}

    Key key() {
        return new Key(kind, name);
    }
}
