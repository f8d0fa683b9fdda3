package dev.warren.registry.store;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Blobs as files, each named by its digest and never changed once it is there. What is being
 * written lies beside under a name of its own and gets the final one when its bytes are on the disk
 * and hash to it; so whatever is found under a digest is whole, also after a crash.
 *
 * <p>Blocks. Thread-safe. Paths are made of parsed digests only, never of what a stranger spelt.
 */
public final class BlobFiles {

    /** Algorithm, two digits, file. */
    private static final int DEPTH = 3;

    private final Path blobs;
    private final Path incoming;
    private final Path quarantine;

    /** What is being written in {@code incoming} now. */
    private final Set<Path> open = ConcurrentHashMap.newKeySet();

    private BlobFiles(Path root) {
        this.blobs = root.resolve("blobs");
        this.incoming = root.resolve("incoming");
        this.quarantine = root.resolve("quarantine");
    }

    /** The store below {@code root}, which is made when it is not there. */
    public static BlobFiles in(Path root) throws IOException {
        BlobFiles files = new BlobFiles(root.toAbsolutePath().normalize());
        Files.createDirectories(files.blobs);
        Files.createDirectories(files.incoming);
        Files.createDirectories(files.quarantine);
        return files;
    }

    /**
     * A blob that is there.
     *
     * @param size bytes
     */
    public record Stored(Path path, long size) {}

    /** The blob with this digest, if it is there. */
    public Optional<Stored> find(Digest digest) throws IOException {
        Path path = path(digest);
        try {
            return Optional.of(new Stored(path, Files.size(path)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Which file it is and since when, so that it is known again; empty when it is not there. */
    public Optional<Identity> identity(Digest digest) throws IOException {
        try {
            BasicFileAttributes known =
                    Files.readAttributes(path(digest), BasicFileAttributes.class);
            return Optional.of(
                    new Identity(
                            String.valueOf(known.fileKey()),
                            known.lastModifiedTime().toInstant(),
                            known.size()));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /**
     * What tells two files of the same blob apart.
     *
     * @param key the file system's name for it
     * @param written when its last byte was
     * @param size bytes
     */
    public record Identity(String key, Instant written, long size) {}

    /**
     * Takes a wrong file out of the store, and keeps it for who wants to look at it.
     *
     * @param now when that is, for {@link #removeQuarantined}
     */
    public void quarantine(Digest digest, Instant now) throws IOException {
        Path path = path(digest);
        String name = digest.algorithm().word() + "-" + digest.hex();
        Files.setLastModifiedTime(path, FileTime.from(now));
        Files.move(
                path,
                quarantine.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(path.resolveSibling(""));
    }

    /** Removes files that were taken out of the store before {@code before}; says how many. */
    public int removeQuarantined(Instant before) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(quarantine)) {
            for (Path path : paths) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
                    removed += Files.deleteIfExists(path) ? 1 : 0;
                }
            }
        }
        return removed;
    }

    /** Begins a blob under a new name, hashed with {@code algorithm} as it is written. */
    public IncomingBlob begin(Digest.Algorithm algorithm) throws IOException {
        return IncomingBlob.open(this, incoming.resolve(UUID.randomUUID().toString()), algorithm);
    }

    /**
     * Goes on with a blob that has a name, or begins it. Bytes behind {@code from} are cut off;
     * what is before is hashed again, which reads it.
     *
     * @param from bytes that are known to be good; fewer are kept when the file has fewer
     */
    public IncomingBlob resume(UUID name, Digest.Algorithm algorithm, long from)
            throws IOException {
        IncomingBlob blob = IncomingBlob.open(this, incoming.resolve(name.toString()), algorithm);
        try {
            blob.keep(from);
            return blob;
        } catch (IOException | RuntimeException unreadable) {
            blob.close();
            throw unreadable;
        }
    }

    /** Removes what was begun under {@code name}, if it is there. */
    public void discard(UUID name) throws IOException {
        Files.deleteIfExists(incoming.resolve(name.toString()));
    }

    /** Whether something is being written under that name by this process. */
    public boolean isOpen(UUID name) {
        return open.contains(incoming.resolve(name.toString()));
    }

    /** Bytes of what was begun under {@code name}; empty when it is not there. */
    public Optional<Long> begun(UUID name) throws IOException {
        try {
            return Optional.of(Files.size(incoming.resolve(name.toString())));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    void opening(Path path) {
        open.add(path);
    }

    void closed(Path path) {
        open.remove(path);
    }

    /** Gives {@code written} its final name. Its bytes are on the disk already. */
    void publish(Path written, Digest digest) throws IOException {
        Path path = path(digest);
        Path folder = path.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            sync(folder.resolveSibling(""));
        }
        Files.move(
                written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
    }

    /** Removes a blob. Who has its file open reads it to the end. */
    public boolean delete(Digest digest) throws IOException {
        return Files.deleteIfExists(path(digest));
    }

    /** Bytes that the file system still has for us. */
    public long free() throws IOException {
        FileStore store = Files.getFileStore(blobs);
        return store.getUsableSpace();
    }

    /** Every blob that is there, in no order. */
    public void each(Consumer<Digest> action) throws IOException {
        each(blobs, DEPTH, path -> digest(path).ifPresent(action));
    }

    /** Unlike a walk of the JDK's, this passes over what disappears meanwhile. */
    private static void each(Path folder, int depth, Consumer<Path> action) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                if (depth == 1) {
                    action.accept(path);
                } else if (Files.isDirectory(path)) {
                    each(path, depth - 1, action);
                }
            }
        }
    }

    /** Every name under which something was begun and not finished. */
    public void eachIncoming(Consumer<UUID> action) throws IOException {
        try (Stream<Path> paths = Files.list(incoming)) {
            paths.flatMap(path -> name(path).stream()).forEach(action);
        }
    }

    private Path path(Digest digest) {
        return blobs.resolve(digest.algorithm().word())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
    }

    private Optional<Digest> digest(Path path) {
        Path within = blobs.relativize(path);
        return within.getNameCount() == 3
                ? Digest.parse(within.getName(0) + ":" + within.getName(2))
                : Optional.empty();
    }

    private static Optional<UUID> name(Path path) {
        try {
            return Optional.of(UUID.fromString(String.valueOf(path.getFileName())));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** A renamed file may be lost in a crash until its folder is on the disk too. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
