package dev.warren.registry.source;

import dev.warren.edge.http.file.GrowingFile;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A blob that is there. */
public sealed interface Blob {

    /** Bytes in all. */
    long size();

    /** A blob of the store. */
    static Blob of(Digest digest, Stored stored) {
        return switch (stored) {
            case Stored.Here(Path path, long size) -> new Whole(path, size);
            case Stored.Away away -> new Away(digest, away);
        };
    }

    /** One that can be sent from here. */
    sealed interface Sendable extends Blob {}

    /** All of it is in this file. */
    record Whole(Path path, long size) implements Sendable {}

    /** It is stored, but not on this machine. */
    record Away(Digest digest, Stored.Away stored) implements Blob {

        @Override
        public long size() {
            return stored.size();
        }
    }

    /** It is being fetched; what is there of it can be sent. */
    record Growing(GrowingFile file) implements Sendable {

        @Override
        public long size() {
            return file.size();
        }
    }

    /** It is passed through and not kept, since there is no room: to be sent whole. */
    record Passing(long size, Opening opening) implements Sendable {}

    /** Begins to read what is passed through. */
    @FunctionalInterface
    interface Opening {

        /**
         * The bytes, whose reader closes them. Reading fails before the last ones when they turn
         * out to be wrong.
         */
        InputStream open() throws IOException;
    }
}
