package dev.warren.core.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.warren.core.WarrenProperties;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Wires the database: whose it is, a small pool with timeouts, and the modules' schemas. */
@AutoConfiguration(before = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@EnableConfigurationProperties({
    WarrenProperties.class,
    DatabaseProperties.class,
    DataSourceProperties.class
})
class DatabaseAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(JdbcConnectionDetails.class)
    @Conditional(NoneNamed.class)
    static class Embedded {

        @Bean
        EmbeddedPostgres embeddedPostgres(
                WarrenProperties warren, DatabaseProperties properties, SecureRandom random) {
            return EmbeddedPostgres.start(
                    warren.dataDir().resolve("postgres"), random, properties.startTimeout());
        }
    }

    /** Whether no database is named; compose files name an empty one where a variable is unset. */
    static final class NoneNamed implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !StringUtils.hasText(
                    context.getEnvironment().getProperty("spring.datasource.url"));
        }
    }

    @Bean
    Database database(JdbcConnectionDetails connection) {
        return new Database(connection instanceof EmbeddedPostgres);
    }

    @Bean
    @ConditionalOnMissingBean(JdbcConnectionDetails.class)
    JdbcConnectionDetails configuredDatabase(DataSourceProperties properties) {
        return new ConfiguredDatabase(
                properties.determineUrl(),
                properties.determineUsername(),
                properties.determinePassword());
    }

    @Bean
    HikariDataSource dataSource(JdbcConnectionDetails connection, DatabaseProperties properties) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("warren");
        pool.setJdbcUrl(connection.getJdbcUrl());
        pool.setUsername(connection.getUsername());
        pool.setPassword(connection.getPassword());
        pool.setMaximumPoolSize(properties.poolSize());
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(properties.connectTimeout().toMillis());
        pool.setValidationTimeout(Math.min(2_000, properties.connectTimeout().toMillis()));
        pool.setIdleTimeout(Duration.ofMinutes(2).toMillis());
        pool.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        timeouts(properties).forEach(pool::addDataSourceProperty);
        return new HikariDataSource(pool);
    }

    /**
     * The driver's; the server ends what runs too long, the socket's is for a server that hangs.
     */
    private static Map<String, String> timeouts(DatabaseProperties properties) {
        long statement = properties.statementTimeout().toMillis();
        long connect = Math.max(1, properties.connectTimeout().toSeconds());
        return Map.of(
                "ApplicationName", "warren",
                "connectTimeout", Long.toString(connect),
                "loginTimeout", Long.toString(connect),
                "socketTimeout", Long.toString(statement / 1000 + 5),
                "tcpKeepAlive", "true",
                "options",
                        "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d"
                                .formatted(statement, statement / 2, 3 * statement));
    }

    @Bean
    FlywayMigrationStrategy schemaMigration(
            JdbcConnectionDetails connection, ObjectProvider<ModuleSchema> schemas) {
        return new SchemaMigration(connection, schemas.stream().toList());
    }

    @Bean
    ModuleSchema coreSchema() {
        return new ModuleSchema("core");
    }
}
