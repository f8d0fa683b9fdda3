package dev.warren.app.lab.registry;

import java.io.IOException;

/** An answer was complete and good by its form, and its bytes were wrong. */
public final class WrongBytesException extends IOException {

    private static final long serialVersionUID = 1L;

    WrongBytesException(String message) {
        super(message);
    }
}
