package dev.warren.feeds.reader;

/** What became of the wish to follow a feed. */
public sealed interface Subscribed {

    /** It is followed now. */
    record Done(Subscription subscription) implements Subscribed {}

    /** It was followed already. */
    record Already(Subscription subscription) implements Subscribed {}

    /** It is not; a sentence that says why. */
    record Refused(String sentence) implements Subscribed {}
}
