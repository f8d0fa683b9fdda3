package dev.warren.registry.source;

import dev.warren.edge.http.file.GrowingFile;
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
}
