package dev.warren.registry.bucket;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A part of a file, read as often as it has to be sent. */
record FilePart(Path file, long first, long length) {

    private static final int BUFFER = 32 * 1024;

    /** Its bytes from the first on. */
    InputStream open() {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return new BufferedInputStream(new Reading(channel, first, first + length), BUFFER);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Confined to one thread. */
    private static final class Reading extends InputStream {

        private final FileChannel channel;
        private final long end;
        private long position;

        Reading(FileChannel channel, long first, long end) {
            this.channel = channel;
            this.position = first;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, end - position);
            if (wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            int got = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
            position += Math.max(0, got);
            return got;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
