package dev.warren.registry.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is answered with an error. The message is for the user. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int status;
    private final transient Map<String, String> fields = new LinkedHashMap<>();

    RefusedException(ErrorCode code, String message) {
        this(code, code.status(), message);
    }

    RefusedException(ErrorCode code, int status, String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    /** What the registry cannot answer now, and may again in some seconds. */
    static RefusedException tryAgain(String why) {
        return new RefusedException(ErrorCode.UNAVAILABLE, why + ", try again shortly")
                .with("Retry-After", "5");
    }

    RefusedException with(String field, String value) {
        fields.put(field, value);
        return this;
    }

    ErrorCode code() {
        return code;
    }

    int status() {
        return status;
    }

    Map<String, String> fields() {
        return fields;
    }
}
