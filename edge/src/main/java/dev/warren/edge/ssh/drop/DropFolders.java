package dev.warren.edge.ssh.drop;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.FileDrop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The virtual file system of copies: a root that holds one folder per {@link FileDrop}, whose files
 * are the contributor's. No path leads out of it, since none leads to a real file.
 */
public final class DropFolders {

    private static final int MAX_PATH = 1024;
    private static final int MAX_NAME = 255;

    private final Map<String, FileDrop> folders = new TreeMap<>();
    private final MemoryBudget budget;

    /**
     * @throws IllegalStateException when two drops have the same folder
     */
    public DropFolders(List<FileDrop> drops, MemoryBudget budget) {
        this.budget = budget;
        for (FileDrop drop : drops) {
            if (folders.put(drop.folder(), drop) != null) {
                throw new IllegalStateException(
                        "file drop: %s/ twice (expected: unique folders)".formatted(drop.folder()));
            }
        }
    }

    MemoryBudget budget() {
        return budget;
    }

    List<FileDrop> list() {
        return List.copyOf(folders.values());
    }

    /** Where a path leads. */
    sealed interface Place {

        record Root() implements Place {}

        record Folder(FileDrop drop) implements Place {}

        record File(FileDrop drop, String name) implements Place {}

        /** Nowhere; the sentence says what there is. */
        record None(String sentence) implements Place {}
    }

    Place resolve(String path) {
        if (path.length() > MAX_PATH || path.chars().anyMatch(Character::isISOControl)) {
            return new Place.None("the path is too long or has control characters");
        }
        Optional<List<String>> parts = parts(path);
        if (parts.isEmpty()) {
            return new Place.None("'..' leads nowhere here");
        }
        List<String> names = parts.get();
        if (names.isEmpty()) {
            return new Place.Root();
        }
        FileDrop drop = folders.get(names.getFirst());
        if (drop == null || names.size() > 2) {
            return new Place.None("there is no such folder" + expected());
        }
        if (names.size() == 1) {
            return new Place.Folder(drop);
        }
        return names.getLast().length() > MAX_NAME
                ? new Place.None("the file's name is too long")
                : new Place.File(drop, names.getLast());
    }

    /** {@code (expected: keys/ or feeds/)}, for sentences. */
    String expected() {
        return folders.isEmpty()
                ? " (nothing can be copied here)"
                : " (expected: " + String.join("/ or ", folders.keySet()) + "/)";
    }

    private static Optional<List<String>> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                return Optional.empty();
            }
            boolean home = part.equals("~") && parts.isEmpty();
            if (!part.isEmpty() && !part.equals(".") && !home) {
                parts.add(part);
            }
        }
        return Optional.of(parts);
    }
}
