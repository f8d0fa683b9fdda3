package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.util.Optional;

/** The machines that share a store, and which of them fetches a blob. Blocks; thread-safe. */
interface Machines {

    /** There is but this one. */
    Machines ONE = _ -> Optional.of(Turn.FREE);

    /**
     * Waits while another machine fetches the blob, if that is not for long.
     *
     * @return this machine's turn to fetch it; empty when it is in the store now
     */
    Optional<Turn> take(Digest digest) throws IOException, InterruptedException;

    /** A fetch that others wait for. Closed by the thread that took it, when it is over. */
    interface Turn extends AutoCloseable {

        /** One that nobody waits for. */
        Turn FREE =
                new Turn() {
                    @Override
                    public void written(long done, long size) {
                        // nobody wants to know
                    }

                    @Override
                    public void close() {
                        // nobody waits
                    }
                };

        /** Says how far it is; {@code size} 0 while that is not known. Does not block. */
        void written(long done, long size);

        @Override
        void close();
    }
}
