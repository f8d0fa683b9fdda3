package dev.warren.core.database;

import java.util.regex.Pattern;

/**
 * A module's own schema in the database. Contributed as a bean; before anything uses the database,
 * the migrations in {@code classpath:db/migration/<name>} are run in it, and remembered in its own
 * table {@code schema_history}.
 */
public record ModuleSchema(String name) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,30}");

    public ModuleSchema {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "schema: %s (expected: a lower-case word)".formatted(name));
        }
    }
}
