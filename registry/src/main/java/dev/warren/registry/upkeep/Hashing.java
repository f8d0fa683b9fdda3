package dev.warren.registry.upkeep;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hashes bytes again, no faster than it may. Blocks. */
final class Hashing {

    private static final int PIECE = 256 * 1024;

    private Hashing() {}

    /** Waits after so many bytes; ends the work by throwing. */
    @FunctionalInterface
    interface Pace {
        void read(int bytes) throws IOException, InterruptedException;
    }

    /** What all of {@code bytes} hash to. */
    static Digest of(InputStream bytes, Digest.Algorithm algorithm, Pace pace)
            throws IOException, InterruptedException {
        MessageDigest hash = algorithm.start();
        byte[] piece = new byte[PIECE];
        for (int got = bytes.read(piece); got >= 0; got = bytes.read(piece)) {
            hash.update(piece, 0, got);
            pace.read(got);
        }
        return algorithm.finish(hash);
    }
}
