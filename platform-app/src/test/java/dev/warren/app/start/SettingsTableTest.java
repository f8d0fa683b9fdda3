package dev.warren.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * README's table of settings says what the code says. When a setting changes, the test leaves the
 * table as it should be in {@code target/settings-table.md}.
 */
class SettingsTableTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path EXPECTED = Path.of("target", "settings-table.md");
    private static final String BEGIN = "<!-- settings -->\n";
    private static final String END = "<!-- /settings -->";

    private static final Map<String, String> UNITS =
            Map.of(
                    "java.time.Duration", "duration",
                    "org.springframework.util.unit.DataSize", "size",
                    "java.lang.Boolean", "true, false",
                    "java.lang.Integer", "number",
                    "java.lang.Long", "number",
                    "java.nio.file.Path", "path",
                    "java.lang.String", "text");

    @Test
    void readmeListsEverySettingWithItsDefault() throws IOException {
        String table = table();
        Files.writeString(EXPECTED, table);

        String readme = Files.readString(README);

        assertThat(readme).contains(BEGIN, END);
        String listed =
                readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
        assertThat(listed)
                .as("copy platform-app/%s between the two marks of README.md", EXPECTED)
                .isEqualTo(table);
    }

    @Test
    void everySettingIsExplained() throws IOException {
        assertThat(settings().values())
                .isNotEmpty()
                .allSatisfy(setting ->
                        assertThat(setting.path("description").asString(""))
                                .as(setting.path("name").asString(""))
                                .isNotBlank());
    }

    private static String table() throws IOException {
        String rows =
                settings().values().stream()
                        .map(SettingsTableTest::row)
                        .collect(Collectors.joining("\n"));
        return "| setting | environment | default | unit | what |\n|---|---|---|---|---|\n"
                + rows
                + "\n";
    }

    private static String row(JsonNode setting) {
        String name = setting.path("name").asString("");
        return "| `%s` | `%s` | %s | %s | %s |"
                .formatted(
                        name,
                        name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_'),
                        defaultOf(setting.path("defaultValue")),
                        unit(setting.path("type").asString("")),
                        explanation(setting.path("description").asString("")));
    }

    private static String defaultOf(JsonNode value) {
        List<String> defaults =
                value.isArray()
                        ? value.valueStream().map(entry -> entry.asString("")).toList()
                        : listed(value.asString(""));
        return defaults.isEmpty()
                ? "unset"
                : defaults.stream().map(d -> "`" + d + "`").collect(Collectors.joining(", "));
    }

    /** The compiler writes several defaults as one text in brackets. */
    private static List<String> listed(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return text.startsWith("[") && text.endsWith("]")
                ? List.of(text.substring(1, text.length() - 1).split(", "))
                : List.of(text);
    }

    private static String unit(String type) {
        String known = UNITS.get(type);
        if (known != null) {
            return known;
        }
        if (type.startsWith("java.util.")) {
            return "list";
        }
        try {
            Class<?> choice = Class.forName(type);
            return choice.isEnum()
                    ? Arrays.stream(choice.getEnumConstants())
                            .map(c -> c.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(", "))
                    : choice.getSimpleName()
                            .replaceAll("(?<!^)([A-Z])", " $1")
                            .toLowerCase(Locale.ROOT);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(type + " is no type", e);
        }
    }

    private static String explanation(String javadoc) {
        return javadoc.replaceAll("\\{@\\w+ ([^}]*)}", "`$1`").replaceAll("\\s+", " ").strip();
    }

    private static Map<String, JsonNode> settings() throws IOException {
        Map<String, JsonNode> settings = new TreeMap<>();
        ClassLoader loader = SettingsTableTest.class.getClassLoader();
        for (URL source :
                Collections.list(
                        loader.getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = source.openStream()) {
                new JsonMapper()
                        .readTree(in)
                        .path("properties")
                        .valueStream()
                        .filter(p -> p.path("name").asString("").startsWith("warren."))
                        .forEach(p -> settings.put(p.path("name").asString(""), p));
            }
        }
        return settings;
    }
}
