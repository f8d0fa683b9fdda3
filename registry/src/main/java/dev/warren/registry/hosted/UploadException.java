package dev.warren.registry.hosted;

/** An upload that cannot go on as it was asked to. The message is for the user. */
public final class UploadException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is none of that name, here and for this account. */
        UNKNOWN,
        /** The bytes do not follow what is there. */
        OUT_OF_ORDER,
        /** Somebody else is sending to it. */
        BUSY,
        /** The bytes do not hash to the digest. */
        WRONG_DIGEST,
        /** The account has as many uploads open as it may. */
        TOO_MANY,
        /** The account's repositories hold as much as they may. */
        QUOTA,
        /** There is no room on the disk, or no memory to receive with. */
        FULL
    }

    private final Reason reason;

    UploadException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
