package dev.warren.registry.web;

import dev.warren.registry.source.Answer;
import java.util.function.Supplier;

/** What a source says, as an answer or a refusal. */
final class Answers {

    private static final String SHORTLY = "5";

    private Answers() {}

    static <T> T found(Answer<T> answer, Supplier<RefusedException> missing)
            throws RefusedException {
        return switch (answer) {
            case Answer.Found<T> found -> found.value();
            case Answer.Missing<T> _ -> throw missing.get();
            case Answer.Unavailable<T> away -> throw refusal(away);
        };
    }

    private static RefusedException refusal(Answer.Unavailable<?> away) {
        RefusedException refusal =
                switch (away.cause()) {
                    case RATE -> new RefusedException(ErrorCode.TOOMANYREQUESTS, away.words());
                    case BROKEN -> new RefusedException(ErrorCode.UNAVAILABLE, 502, away.words());
                    case SLOW -> new RefusedException(ErrorCode.UNAVAILABLE, 504, away.words());
                    case BUSY -> new RefusedException(ErrorCode.TOOMANYREQUESTS, away.words());
                };
        return refusal.with(
                "Retry-After", Long.toString(Math.max(1, away.retryAfter().toSeconds())));
    }

    /** The registry's own memory is in use. */
    static RefusedException busy() {
        return new RefusedException(
                        ErrorCode.TOOMANYREQUESTS,
                        "the registry does as much as it can, try again shortly")
                .with("Retry-After", SHORTLY);
    }
}
