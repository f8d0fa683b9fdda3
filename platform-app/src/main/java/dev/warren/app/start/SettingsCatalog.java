package dev.warren.app.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code warren.*} settings that the modules on the class path declare, read from the metadata
 * that the configuration processor writes at compile time.
 *
 * @param types the type of each setting, by name
 * @param records the class names of the records that bind them, with their prefix
 */
record SettingsCatalog(Map<String, String> types, Map<String, String> records) {

    static final String ROOT = "warren.";

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    static SettingsCatalog load(ClassLoader loader) {
        Map<String, String> types = new TreeMap<>();
        Map<String, String> records = new TreeMap<>();
        JsonMapper mapper = new JsonMapper();
        try {
            for (URL url : Collections.list(loader.getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    JsonNode metadata = mapper.readTree(in);
                    ours(metadata.path("properties"))
                            .forEach(p -> types.put(text(p, "name"), text(p, "type")));
                    ours(metadata.path("groups"))
                            .forEach(g -> records.put(text(g, "type"), text(g, "name")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the settings' metadata cannot be read", e);
        }
        return new SettingsCatalog(types, records);
    }

    private static Stream<JsonNode> ours(JsonNode array) {
        return array.valueStream().filter(n -> (text(n, "name") + '.').startsWith(ROOT));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /** Whether {@code name}, in any of the spellings that binding accepts, is a setting. */
    boolean knows(String name) {
        String plain = plain(name);
        return types.entrySet().stream()
                .anyMatch(e ->
                        plain(e.getKey()).equals(plain)
                                || holdsOthers(e.getValue())
                                        && startsWith(plain, plain(e.getKey())));
    }

    /** Whether the environment variable {@code variable} sets a setting. */
    boolean knowsVariable(String variable) {
        return types.entrySet().stream()
                .anyMatch(e ->
                        variables(e.getKey()).contains(variable)
                                || holdsOthers(e.getValue())
                                        && variables(e.getKey()).stream()
                                                .anyMatch(v -> variable.startsWith(v + '_')));
    }

    /** The environment variables that set {@code name}: the recommended spelling first. */
    static Set<String> variables(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Set<String> names = new TreeSet<>();
        names.add(upper.replace("-", "").replace('.', '_'));
        names.add(upper.replace('-', '_').replace('.', '_'));
        return names;
    }

    private static boolean holdsOthers(String type) {
        return type.startsWith("java.util.");
    }

    private static boolean startsWith(String name, String parent) {
        return name.startsWith(parent + '.') || name.startsWith(parent + '[');
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
