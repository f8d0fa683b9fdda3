package dev.warren.core.outbound;

import java.io.IOException;
import java.util.Locale;

/** A request did not bring what was asked for; the message is one sentence. */
public final class OutboundException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why, as a stable word. */
    public enum Kind {
        /** The address is private or special, and not in {@code warren.outbound.allow}. */
        FORBIDDEN_ADDRESS,
        /**
         * The URL is not one of http or https with a host and without a user, or its port is not
         * allowed.
         */
        FORBIDDEN_URL,
        /** A redirect leads from https to http, would carry a body elsewhere, or to nowhere. */
        FORBIDDEN_REDIRECT,
        /** One redirect too many. */
        TOO_MANY_REDIRECTS,
        /** Connecting, the answer or the whole took too long. */
        TIMED_OUT,
        /** The answer is larger than asked for. */
        TOO_LARGE,
        /** There is no such host, or nothing answers there. */
        UNREACHABLE,
        /** The answer is not HTTP, or the connection broke. */
        BROKEN
    }

    private final Kind kind;

    OutboundException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    OutboundException(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The kind as metrics and users see it: {@code forbidden-address}. */
    public String word() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
