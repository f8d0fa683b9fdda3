package dev.warren.registry.source;

import dev.warren.edge.http.file.GrowingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A blob that can be sent. */
public sealed interface Blob {

    /** Bytes in all. */
    long size();

    /** All of it is in this file. */
    record Whole(Path path, long size) implements Blob {}

    /** It is being fetched; what is there of it can be sent. */
    record Growing(GrowingFile file) implements Blob {

        @Override
        public long size() {
            return file.size();
        }
    }

    /** It is passed through and not kept, since there is no room: to be sent whole. */
    record Passing(long size, Opening opening) implements Blob {}

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
