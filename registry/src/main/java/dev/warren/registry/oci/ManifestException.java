package dev.warren.registry.oci;

/** A manifest that cannot be taken. The message is for its author. */
public final class ManifestException extends Exception {

    private static final long serialVersionUID = 1L;

    ManifestException(String message) {
        super(message);
    }
}
