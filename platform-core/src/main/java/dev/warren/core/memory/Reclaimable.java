package dev.warren.core.memory;

/** A holder of bytes that can be given back early: a cache, a capture, an idle window. */
@FunctionalInterface
public interface Reclaimable {

    /**
     * Frees up to {@code bytes} bytes, oldest first, by closing the reservations that hold them.
     *
     * <p>Called on the thread that needs the bytes, possibly an event loop: never blocks, and never
     * reserves.
     *
     * @return how many bytes were given back, 0 when there was nothing to give
     */
    long reclaim(long bytes);

    /**
     * When the oldest bytes were taken, in milliseconds since 1970; the holder with the smallest
     * value is asked first.
     */
    default long oldest() {
        return 0;
    }
}
