package dev.warren.edge.http.h2;

/**
 * What the other end may send on one stream before anything was taken; all of it is charged. It
 * doubles when it was used up whole, since it was too small for the way then. Confined to the
 * connection's event loop.
 */
final class StreamWindow {

    /** HTTP/2's default, in bytes. */
    static final int FIRST = 64 * 1024 - 1;

    private static final int LARGEST = 16 * FIRST;

    private final H2Endpoint connection;
    private int size;
    private int taken;

    /** {@code size} bytes are charged already. */
    StreamWindow(H2Endpoint connection, int size) {
        this.connection = connection;
        this.size = size;
    }

    /** Bytes that are charged for it. */
    int size() {
        return size;
    }

    /**
     * {@code bytes} were taken, so that as many may come.
     *
     * @param more whether anything is still to come
     */
    void taken(int id, int bytes, boolean more) {
        taken += bytes;
        connection.consumed(id, bytes);
        if (taken >= size && size < LARGEST && more) {
            taken = 0;
            if (connection.budget().tryAcquire(size)) {
                connection.grow(id, size);
                size *= 2;
            }
        }
    }
}
