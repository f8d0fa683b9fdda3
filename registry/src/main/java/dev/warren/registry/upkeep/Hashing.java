package dev.warren.registry.upkeep;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Hashes files again, no faster than it may. Blocks. */
final class Hashing {

    private static final int PIECE = 256 * 1024;

    private Hashing() {}

    /** Waits after so many bytes; ends the work by throwing. */
    @FunctionalInterface
    interface Pace {
        void read(int bytes) throws IOException, InterruptedException;
    }

    /** What the file hashes to. */
    static Digest of(Path path, Digest.Algorithm algorithm, Pace pace)
            throws IOException, InterruptedException {
        MessageDigest hash = algorithm.start();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (int got = channel.read(piece); got >= 0; got = channel.read(piece.clear())) {
                hash.update(piece.flip());
                pace.read(got);
            }
        }
        return algorithm.finish(hash);
    }
}
