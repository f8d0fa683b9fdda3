package dev.warren.app.lab;

/**
 * A measurement could not be made: a program is missing, a child did not start, a peer answered
 * wrongly. The message is one sentence for the user.
 */
public final class LabException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
