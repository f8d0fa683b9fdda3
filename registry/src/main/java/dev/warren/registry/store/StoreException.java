package dev.warren.registry.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The place where blobs stay does not answer, or not well. The message is for users: one sentence,
 * without secrets.
 */
public final class StoreException extends IOException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
