package dev.warren.registry.fill;

/** Throws away blobs that can be fetched again. Thread-safe; may block on disk and database. */
@FunctionalInterface
public interface Eviction {

    /**
     * Frees room.
     *
     * @param upstream the registry whose bytes will come
     * @param bytes how many are wanted
     * @return how many were freed, more or fewer
     */
    long evict(String upstream, long bytes);
}
