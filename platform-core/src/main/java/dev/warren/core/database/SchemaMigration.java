package dev.warren.core.database;

import java.util.Comparator;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Brings each module's schema up to date, on connections of its own: the pool's have short
 * timeouts, which a migration of much data may exceed.
 */
final class SchemaMigration implements FlywayMigrationStrategy {

    private static final String FIRST = "core";

    private final JdbcConnectionDetails database;
    private final List<ModuleSchema> schemas;

    SchemaMigration(JdbcConnectionDetails database, List<ModuleSchema> schemas) {
        this.database = database;
        this.schemas =
                schemas.stream()
                        .sorted(
                                Comparator.comparing((ModuleSchema s) -> !s.name().equals(FIRST))
                                        .thenComparing(ModuleSchema::name))
                        .toList();
    }

    @Override
    public void migrate(Flyway unused) {
        for (ModuleSchema schema : schemas) {
            Flyway.configure()
                    .dataSource(
                            database.getJdbcUrl(), database.getUsername(), database.getPassword())
                    .defaultSchema(schema.name())
                    .createSchemas(true)
                    .table("schema_history")
                    .locations("classpath:db/migration/" + schema.name())
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        }
    }
}
