package dev.warren.edge.http.file;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A file that is still being written while it is sent. Its final size is known; what may be sent of
 * it grows. Thread-safe; only {@link #open} blocks.
 */
public interface GrowingFile {

    /** Bytes in the end. */
    long size();

    /**
     * How many bytes, from the first on, may be sent by now. Never shrinks. {@link #size} only when
     * all of them are known to be right.
     */
    long available();

    /** Whether no more will come although some are missing. */
    boolean isBroken();

    /**
     * Runs {@code action} once, as soon as more than {@code than} bytes are available or the file
     * is broken; at once, on the caller's thread, when that is so already. Otherwise on the
     * writer's thread, which it must not hold up.
     */
    void whenMore(long than, Runnable action);

    /** Opens it for reading; the reader closes it, and says so by {@link #left}. */
    FileChannel open() throws IOException;

    /** Says that a reading that {@link #open} began is over: once for each. */
    void left();
}
