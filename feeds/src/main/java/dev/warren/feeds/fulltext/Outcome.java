package dev.warren.feeds.fulltext;

import java.util.Locale;

/** What became of a page that was wanted. */
enum Outcome {
    READ,
    GIVEN_UP,
    /** It is asked for again after a pause. */
    FAILED,
    /** It was not asked for: others ask its domain. */
    POSTPONED,
    /** The item is no more, or the claim was lost. */
    LOST;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
