package dev.warren.core.secrets;

import org.jspecify.annotations.Nullable;

/** A stored secret cannot be read. */
public final class SecretException extends Exception {

    private static final long serialVersionUID = 1L;

    SecretException(String place, @Nullable Throwable cause) {
        super(
                "%s: cannot be decrypted (expected: the key file that it was stored with, warren.secrets.key-file)"
                        .formatted(place),
                cause);
    }
}
