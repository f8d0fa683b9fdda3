package dev.warren.feeds.fetch;

import java.io.IOException;

/** A document could not be read; the message is a sentence without its address. */
public final class WebException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why, as a stable word. */
    public enum Kind {
        /** Its address, or one that it redirects to, is none that is fetched. */
        FORBIDDEN,
        /** It redirects too often, or to where nobody follows. */
        REDIRECT,
        /** It was not there in time. */
        TIMED_OUT,
        /** It is larger than it may be, as sent or decompressed. */
        TOO_LARGE,
        /** There is no such host, or nothing answers there. */
        UNREACHABLE,
        /** The connection broke, or what was sent is not what it says it is. */
        BROKEN,
        /** It was begun, and this server had no memory for the rest. */
        NO_MEMORY,
        /** It was not begun, or a redirect not followed: this server has no turn for it now. */
        BUSY
    }

    private final Kind kind;

    WebException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    WebException(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
