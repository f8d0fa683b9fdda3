package dev.warren.edge.http.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The directories below which files may be sent. Immutable; its methods block on the file system.
 */
public final class FileRoots {

    private final List<Path> roots;

    public FileRoots(List<Path> roots) {
        this.roots = roots.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    }

    /**
     * Opens a file for reading.
     *
     * @throws IOException when there is none, or it is, once links are followed, outside of all
     *     roots
     */
    FileChannel open(String name) throws IOException {
        Path path = path(name);
        if (!path.isAbsolute()) {
            throw new NoSuchFileException(name, null, "not absolute");
        }
        Path real = path.toRealPath();
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(name, null, "no file");
        }
        for (Path root : roots) {
            if (real.startsWith(realOrSame(root))) {
                return FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            }
        }
        throw new NoSuchFileException(name, null, "outside of the roots");
    }

    private static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(name, null, "no path");
        }
    }

    private static Path realOrSame(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException missing) {
            return root;
        }
    }
}
