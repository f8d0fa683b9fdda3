package dev.warren.registry.warm;

import dev.warren.registry.oci.Digest;

/** Is told how an image comes, by one thread. */
public interface Watcher {

    /**
     * So much of a blob is here; called now and then, and at its end.
     *
     * @param bytes of {@code size}
     * @param was whether all of it was here before
     */
    void progress(Digest digest, long bytes, long size, boolean was);

    /** Whether to end early. */
    boolean cancelled();
}
