package dev.warren.registry.store;

import dev.warren.registry.oci.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A blob that is being written. Its bytes are hashed as they come.
 *
 * <p>One thread writes; {@link #size} may be asked by any. Closing it keeps the file, so that it
 * can be gone on with; {@link #discard} does not.
 */
public final class IncomingBlob implements Closeable {

    private static final int PIECE = 256 * 1024;

    private final IncomingBlobs files;
    private final Path path;
    private final FileChannel channel;
    private final Digest.Algorithm algorithm;
    private final Destination destination;
    private MessageDigest hash;
    private volatile long size;

    private IncomingBlob(
            IncomingBlobs files,
            Path path,
            FileChannel channel,
            Digest.Algorithm algorithm,
            Destination destination) {
        this.files = files;
        this.path = path;
        this.channel = channel;
        this.algorithm = algorithm;
        this.destination = destination;
        this.hash = algorithm.start();
    }

    static IncomingBlob open(
            IncomingBlobs files, Path path, Digest.Algorithm algorithm, Destination destination)
            throws IOException {
        files.opening(path);
        try {
            FileChannel channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            return new IncomingBlob(files, path, channel, algorithm, destination);
        } catch (IOException full) {
            files.closed(path);
            destination.close();
            throw full;
        }
    }

    /** Keeps the first {@code good} bytes of what is there. */
    void keep(long good) throws IOException {
        if (channel.size() > good) {
            channel.truncate(good);
        }
        rehash();
        destination.written(path, size);
    }

    private void rehash() throws IOException {
        hash = algorithm.start();
        size = hash(channel, hash);
    }

    /** Feeds all of {@code channel} to {@code hash}; says how many bytes that were. */
    static long hash(FileChannel channel, MessageDigest hash) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long position = 0;
        for (int got = channel.read(piece, position);
                got > 0;
                got = channel.read(piece.clear(), position)) {
            hash.update(piece.flip());
            position += got;
        }
        return position;
    }

    /** Bytes written. */
    public long size() {
        return size;
    }

    /** Where they are, until {@link #commit} or {@link #discard}. */
    public Path path() {
        return path;
    }

    /**
     * Writes all of {@code bytes} behind what is there.
     *
     * @throws IOException when they do not fit; none of them counts then, so that it can be tried
     *     again
     */
    public void append(ByteBuffer bytes) throws IOException {
        ByteBuffer written = bytes.duplicate();
        long at = size;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        hash.update(written);
        size = at;
        destination.written(path, at);
    }

    /** Puts what was written on this machine's disk. */
    public void sync() throws IOException {
        channel.force(true);
    }

    /**
     * Brings what was written to where it is to stay, so that {@link #commit} takes a moment only.
     * May take long; when it fails, it can be called again.
     */
    public void bring() throws IOException {
        sync();
        destination.bring(path, size);
    }

    /**
     * The digest of what was written, by {@code wanted}; reads all of it again when that is not how
     * it was hashed on the way.
     */
    public Digest digest(Digest.Algorithm wanted) throws IOException {
        if (wanted == algorithm) {
            try {
                return algorithm.finish((MessageDigest) hash.clone());
            } catch (CloneNotSupportedException unlikely) {
                rehash();
                Digest digest = algorithm.finish(hash);
                rehash();
                return digest;
            }
        }
        MessageDigest other = wanted.start();
        hash(channel, other);
        return wanted.finish(other);
    }

    /**
     * Publishes the blob if it hashes to {@code expected}, and closes this. To be called after
     * {@link #bring}, in the step in which it is noted.
     *
     * @return false when it does not; it is left as it is then
     */
    public boolean commit(Digest expected) throws IOException {
        if (!digest(expected.algorithm()).equals(expected)) {
            return false;
        }
        sync();
        destination.publish(path, expected);
        close();
        return true;
    }

    /** Closes this and removes what was written. */
    public void discard() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        destination.close();
        channel.close();
        files.closed(path);
    }
}
