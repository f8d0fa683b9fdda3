package dev.warren.registry.store;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Blobs that are being written, each a file of this machine under a name of its own until its bytes
 * are known to be right and are where they stay. Blocks; thread-safe.
 */
public final class IncomingBlobs {

    private final Path folder;
    private final BlobStore store;

    /** What is being written now. */
    private final Set<Path> open = ConcurrentHashMap.newKeySet();

    private IncomingBlobs(Path folder, BlobStore store) {
        this.folder = folder;
        this.store = store;
    }

    /**
     * Those below {@code root}, which is made when it is not there; they become blobs of {@code
     * store}.
     */
    public static IncomingBlobs in(Path root, BlobStore store) throws IOException {
        Path folder = root.toAbsolutePath().normalize().resolve("incoming");
        Files.createDirectories(folder);
        return new IncomingBlobs(folder, store);
    }

    /** Where they go. */
    public BlobStore store() {
        return store;
    }

    /** Begins a blob under a new name, hashed with {@code algorithm} as it is written. */
    public IncomingBlob begin(Digest.Algorithm algorithm) throws IOException {
        return begin(algorithm, store.destination());
    }

    /** The same for a blob that goes elsewhere. */
    public IncomingBlob begin(Digest.Algorithm algorithm, Destination destination)
            throws IOException {
        return IncomingBlob.open(this, path(UUID.randomUUID()), algorithm, destination);
    }

    /**
     * Goes on with a blob that has a name, or begins it. Bytes behind {@code from} are cut off;
     * what is before is hashed again, which reads it.
     *
     * @param from bytes that are known to be good; fewer are kept when the file has fewer
     */
    public IncomingBlob resume(UUID name, Digest.Algorithm algorithm, long from)
            throws IOException {
        IncomingBlob blob = IncomingBlob.open(this, path(name), algorithm, store.destination());
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
        Files.deleteIfExists(path(name));
    }

    /** Whether something is being written under that name by this process. */
    public boolean isOpen(UUID name) {
        return open.contains(path(name));
    }

    /** Bytes of what was begun under {@code name}; empty when it is not there. */
    public Optional<Long> begun(UUID name) throws IOException {
        try {
            return Optional.of(Files.size(path(name)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Every name under which something was begun and not finished. */
    public void each(Consumer<UUID> action) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            paths.flatMap(path -> name(path).stream()).forEach(action);
        }
    }

    void opening(Path path) {
        open.add(path);
    }

    void closed(Path path) {
        open.remove(path);
    }

    private Path path(UUID name) {
        return folder.resolve(name.toString());
    }

    private static Optional<UUID> name(Path path) {
        try {
            return Optional.of(UUID.fromString(String.valueOf(path.getFileName())));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
