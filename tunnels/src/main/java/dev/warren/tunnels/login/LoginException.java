package dev.warren.tunnels.login;

import org.jspecify.annotations.Nullable;

/** A log-in that came to nothing. The message is for the visitor, the cause for the log. */
final class LoginException extends Exception {

    private static final long serialVersionUID = 1L;

    LoginException(String sentence) {
        this(sentence, null);
    }

    LoginException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
