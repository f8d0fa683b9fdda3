package dev.warren.app.lab;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Files below a directory that programs are still working in. */
public final class Folders {

    private Folders() {}

    /** What to do with a file. */
    @FunctionalInterface
    public interface Action {
        void run(Path file) throws IOException;
    }

    /** Does something with each file below {@code root}; those that disappear are left out. */
    public static void each(Path root, Action action) {
        if (!Files.exists(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new Visitor(action));
        } catch (IOException e) {
            throw new LabException("%s: not read: %s".formatted(root, e), e);
        }
    }

    /** Removes each file below {@code root}; folders stay. */
    public static void empty(Path root) {
        each(root, Files::deleteIfExists);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Action action;

        Visitor(Action action) {
            this.action = action;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes about) throws IOException {
            action.run(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
