package dev.warren.registry.store;

import java.nio.file.Path;

/** A blob that is in the store. */
public sealed interface Stored {

    /** Bytes. */
    long size();

    /** All of it is in a file of this machine. */
    record Here(Path path, long size) implements Stored {}

    /** It has to be brought here first, or sent from where it is. */
    record Away(Distant place, long size) implements Stored {}
}
