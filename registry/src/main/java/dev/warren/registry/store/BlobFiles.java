package dev.warren.registry.store;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.function.Consumer;

/**
 * Blobs as files. A file gets its final name when its bytes are on the disk and hash to it; so
 * whatever is found under a digest is whole, also after a crash.
 *
 * <p>Blocks. Thread-safe. Paths are made of parsed digests only, never of what a stranger spelt.
 */
public final class BlobFiles implements BlobStore {

    /** Algorithm, two digits, file. */
    private static final int DEPTH = 3;

    private final Path blobs;
    private final Path quarantine;

    private BlobFiles(Path root) {
        this.blobs = root.resolve("blobs");
        this.quarantine = root.resolve("quarantine");
    }

    /** The store below {@code root}, which is made when it is not there. */
    public static BlobFiles in(Path root) throws IOException {
        BlobFiles files = new BlobFiles(root.toAbsolutePath().normalize());
        Files.createDirectories(files.blobs);
        Files.createDirectories(files.quarantine);
        return files;
    }

    @Override
    public Optional<Stored> find(Digest digest) throws IOException {
        Path path = path(digest);
        try {
            return Optional.of(new Stored.Here(path, Files.size(path)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    @Override
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

    @Override
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

    @Override
    public void removeQuarantined(Instant before) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(quarantine)) {
            for (Path path : paths) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    @Override
    public Destination destination() {
        return this::publish;
    }

    /** Gives {@code written} its final name. Its bytes are on the disk already. */
    private void publish(Path written, Digest digest) throws IOException {
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

    @Override
    public void delete(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    @Override
    public long free() throws IOException {
        FileStore store = Files.getFileStore(blobs);
        return store.getUsableSpace();
    }

    @Override
    public void each(Consumer<Found> action) throws IOException {
        each(blobs, DEPTH, path -> found(path).ifPresent(action));
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

    private Path path(Digest digest) {
        return blobs.resolve(digest.algorithm().word())
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
    }

    private Optional<Found> found(Path path) {
        Path within = blobs.relativize(path);
        try {
            Instant written = Files.getLastModifiedTime(path).toInstant();
            return Digest.parse(within.getName(0) + ":" + within.getName(2))
                    .map(digest -> new Found(digest, written));
        } catch (IOException goneMeanwhile) {
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
