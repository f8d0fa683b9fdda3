package dev.warren.registry.warm;

import dev.warren.registry.source.Answer;
import dev.warren.registry.warm.Warming.Outcome;

/** Warming ends early. */
final class WarmException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    private WarmException(Outcome outcome) {
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    static WarmException refused(String words) {
        return new WarmException(new Outcome.Refused(words));
    }

    static WarmException cancelled() {
        return new WarmException(new Outcome.Cancelled());
    }

    Outcome outcome() {
        return outcome;
    }

    /** What was found; {@code what} for words. */
    static <T> T found(Answer<T> answer, String what) throws WarmException {
        return switch (answer) {
            case Answer.Found<T>(T value) -> value;
            case Answer.Missing<T> _ -> throw refused("there is no " + what);
            case Answer.Unavailable<T> away -> throw refused(what + ": " + away.words());
        };
    }
}
