package dev.warren.registry.upstream;

import dev.warren.registry.source.Answer.Cause;
import java.time.Duration;
import java.util.function.Function;

/** What came of asking an upstream. */
public sealed interface Reply<T> {

    /** What was asked for. */
    record Good<T>(T value) implements Reply<T> {}

    /** The upstream said itself that there is none. */
    record Absent<T>() implements Reply<T> {}

    /**
     * The upstream lets us not have it.
     *
     * @param words one sentence for users, without secrets
     */
    record Denied<T>(String words) implements Reply<T> {}

    /**
     * Nobody knows: the upstream did not answer, or not well.
     *
     * @param retryAfter when to ask again at the earliest
     * @param words one sentence for users, without secrets
     */
    record Failed<T>(Cause cause, Duration retryAfter, String words) implements Reply<T> {}

    /** The same with another value, if there is one. */
    default <U> Reply<U> then(Function<? super T, Reply<U>> next) {
        return switch (this) {
            case Good<T>(T value) -> next.apply(value);
            case Absent<T>() -> new Absent<>();
            case Denied<T>(String words) -> new Denied<>(words);
            case Failed<T>(Cause cause, Duration after, String words) ->
                    new Failed<>(cause, after, words);
        };
    }
}
