package dev.warren.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the page on conformance names is there. */
class ConformanceTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:IT|Test))\\.(\\w+)`");
    private static final Path PAGE = Path.of("../docs/conformance.md");

    @Test
    void namesOnlyTestsThatExist() throws IOException {
        Map<String, String> tests = tests();
        List<MatchResult> named = NAMED.matcher(Files.readString(PAGE)).results().toList();

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named)
                .allSatisfy(test ->
                        assertThat(tests.getOrDefault(test.group(1), ""))
                                .as(test.group())
                                .contains("void " + test.group(2) + "("));
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> files =
                Files.find(
                        Path.of(".."),
                        20,
                        (path, attributes) ->
                                path.toString().contains("/src/test/java/")
                                        && path.toString().endsWith(".java"))) {
            for (Path file : files.toList()) {
                tests.merge(
                        file.getFileName().toString().replace(".java", ""),
                        Files.readString(file),
                        String::concat);
            }
        }
        return tests;
    }
}
