package dev.warren.tunnels.names;

import java.util.Locale;
import java.util.Objects;

/** A name was refused; the message is one sentence for the user. */
final class NamesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Why, as a stable word. */
    enum Code {
        /** The name cannot be reserved. */
        INVALID,
        /** It is another account's, or nobody's to have. */
        TAKEN,
        /** There is no such name. */
        NOT_FOUND,
        /** The account has as many as it may. */
        TOO_MANY,
        /** The proof in the name system is not there. */
        UNPROVEN,
        /** The database does not answer. */
        UNAVAILABLE;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    NamesException(Code code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
