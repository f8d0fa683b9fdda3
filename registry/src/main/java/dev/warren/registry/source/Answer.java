package dev.warren.registry.source;

import java.time.Duration;

/** What a {@link Source} says. */
public sealed interface Answer<T> {

    /** It is there. */
    record Found<T>(T value) implements Answer<T> {}

    /** It is not, as far as anybody knows who could. */
    record Missing<T>() implements Answer<T> {}

    /**
     * Nobody can say now: another registry that has to be asked does not answer well, and nothing
     * is kept.
     *
     * @param retryAfter when to ask again
     * @param words one sentence for the user, without secrets
     */
    record Unavailable<T>(Cause cause, Duration retryAfter, String words) implements Answer<T> {}

    /** Why. */
    enum Cause {
        /** It asks for fewer requests: 429. */
        RATE,
        /** It answers wrongly or not at all: 502. */
        BROKEN,
        /** It takes too long: 504. */
        SLOW,
        /** We have too much to do: 503. */
        BUSY
    }
}
