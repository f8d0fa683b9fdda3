package dev.warren.core.webhooks;

import java.util.Locale;

/** A wish about a webhook is refused; the message is one sentence for its owner. */
public final class WebhookException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, as a stable word. */
    public enum Code {
        /** The address is not one that events may be sent to. */
        INVALID,
        /** There is no webhook. */
        NOT_FOUND,
        /** Too soon after the last time. */
        TOO_SOON,
        /** What is stored cannot be decrypted. */
        UNREADABLE
    }

    private final Code code;

    WebhookException(Code code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** The code as users see it: {@code not-found}. */
    public String word() {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
