package dev.warren.edge.ssh;

/**
 * A stream to an SSH client could not be opened. Carries no stack trace: it is an expected outcome.
 */
public final class StreamRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The client could not reach its own backend. */
        BACKEND_UNREACHABLE,
        /** The client refused for another reason. */
        REFUSED,
        /** A memory budget is at its limit. */
        OVER_BUDGET,
        /** The connection has as many channels as it may. */
        TOO_MANY_STREAMS,
        /** The client did not answer in time. */
        TIMED_OUT,
        /** The SSH connection is gone. */
        DISCONNECTED
    }

    private final Reason reason;

    public StreamRefusedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
