package dev.warren.registry.fill;

import java.io.IOException;

/** Notes that a blob is there, in the same step in which it gets its place. */
@FunctionalInterface
public interface Keeper {

    /** Puts a file in its place. */
    @FunctionalInterface
    interface Publishing {
        void run() throws IOException;
    }

    /**
     * Called once, when all bytes are on the disk and right; runs {@code publish}.
     *
     * @param size bytes
     */
    void keep(long size, Publishing publish) throws IOException;
}
