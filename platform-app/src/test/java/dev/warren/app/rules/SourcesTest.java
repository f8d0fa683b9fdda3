package dev.warren.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the sources themselves, for what class files no longer tell. */
class SourcesTest {

    private static final int MAX_LINES = 400;

    /** For a parser, a codec or a state machine whose comment says why it is not split. */
    private static final int MAX_LINES_WITH_REASON = 550;

    private static final String REASON = "longer than most, because";

    /** Fakes and kits put all of a port into one file. */
    private static final int MAX_TEST_LINES = 500;

    @Test
    void noSourceFileIsTooLong() throws IOException {
        List<Path> sources = sources(Path.of(".."));

        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(tooLong(sources)).isEmpty();
    }

    @Test
    void findsALongFile(@TempDir Path folder) throws IOException {
        Path planted = folder.resolve("module/src/main/java/Planted.java");
        Files.createDirectories(planted.getParent());
        Files.writeString(planted, "// a line\n".repeat(MAX_LINES + 1));

        assertThat(tooLong(sources(folder))).containsExactly("Planted.java: 401 lines");
    }

    @Test
    void nothingIsLeftUndone() throws IOException {
        for (Path source : sources(Path.of(".."))) {
            // spelled in two parts, so that this file does not find itself
            assertThat(Files.readString(source))
                    .as(source.toString())
                    .doesNotContain("TO" + "DO", "FIX" + "ME");
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files =
                Files.find(
                        root,
                        20,
                        (path, attributes) ->
                                path.toString().endsWith(".java")
                                        && path.toString().contains("/src/")
                                        && attributes.isRegularFile())) {
            return files.toList();
        }
    }

    private static List<String> tooLong(List<Path> sources) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources) {
            List<String> text = Files.readAllLines(source);
            int lines = text.size();
            if (lines > limit(source, text)) {
                found.add(source.getFileName() + ": " + lines + " lines");
            }
        }
        return found;
    }

    private static int limit(Path source, List<String> text) {
        if (!source.toString().contains("/src/main/")) {
            return MAX_TEST_LINES;
        }
        return text.stream().anyMatch(line -> line.contains(REASON))
                ? MAX_LINES_WITH_REASON
                : MAX_LINES;
    }
}
