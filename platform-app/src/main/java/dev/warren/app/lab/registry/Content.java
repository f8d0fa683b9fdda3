package dev.warren.app.lab.registry;

import dev.warren.app.lab.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A blob of a {@link Stock}.
 *
 * @param digest {@code sha256:} and its hash
 * @param file all of it but its end
 * @param size bytes, the end included
 * @param end its last bytes
 */
public record Content(String digest, Path file, long size, byte[] end) {

    /** What is sent at once over a line that is not endless. */
    private static final int PIECE = 64 << 10;

    /** And over one that is. */
    private static final int BIG_PIECE = 4 << 20;

    /**
     * Sends a part: by sendfile(2) where the line has no limit, in pieces that wait for it
     * otherwise.
     *
     * @param first the first byte
     * @param last the one behind the last
     * @param watcher is told of how many more bytes were sent
     */
    void send(SocketChannel to, long first, long last, Line line, LongConsumer watcher)
            throws IOException {
        long common = size - end.length;
        int most = line == Line.ENDLESS ? BIG_PIECE : PIECE;
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = first; at < Math.min(last, common); ) {
                int length = (int) Math.min(most, Math.min(last, common) - at);
                line.carry(length);
                long sent = source.transferTo(at, length, to);
                watcher.accept(sent);
                at += sent;
            }
        }
        if (last > common) {
            int from = (int) (Math.max(first, common) - common);
            ByteBuffer rest = ByteBuffer.wrap(end, from, (int) (last - common) - from);
            while (rest.hasRemaining()) {
                watcher.accept(to.write(rest));
            }
        }
    }

    /** One byte of it. */
    byte at(long position) throws IOException {
        if (position >= size - end.length) {
            return end[(int) (position - size + end.length)];
        }
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            if (source.read(one, position) != 1) {
                throw new IOException(file + ": shorter than it was");
            }
        }
        return one.get(0);
    }
}
