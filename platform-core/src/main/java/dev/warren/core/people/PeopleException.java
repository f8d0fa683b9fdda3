package dev.warren.core.people;

import java.util.Locale;
import java.util.Objects;

/** Something asked of {@link People} was refused; the message is one sentence for the user. */
public final class PeopleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, as a stable word. */
    public enum Code {
        /** There is no such account, key, token or invite. */
        NOT_FOUND,
        /** The key, the name or the token's name is in use already. */
        TAKEN,
        /** Malformed, too weak, or of a kind that is not accepted. */
        INVALID,
        /** The account's last key stays. */
        LAST_KEY,
        /** The last administrator stays one. */
        LAST_ADMIN,
        /** There are as many as there may be. */
        TOO_MANY,
        /** Registration is closed, or the invite code is wrong, spent or expired. */
        REGISTRATION_REFUSED,
        /** Only for administrators. */
        FORBIDDEN,
        /** The database does not answer; the same request may succeed later. */
        UNAVAILABLE
    }

    private final Code code;

    public PeopleException(Code code, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
    }

    /** The sentence for the user. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Code code() {
        return code;
    }

    /** The code as commands and APIs show it: {@code last-key}. */
    public String word() {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
