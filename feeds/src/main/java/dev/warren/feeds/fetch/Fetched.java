package dev.warren.feeds.fetch;

import java.util.Locale;

/** What became of asking a feed. */
enum Fetched {
    /** Its server says, or its bytes say, that nothing is new. */
    UNCHANGED,
    /** It was read. */
    READ,
    /** It did not answer with a feed. */
    FAILED,
    /** This server had no turn for it. */
    POSTPONED,
    /** Another node has taken it meanwhile. */
    LOST;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
