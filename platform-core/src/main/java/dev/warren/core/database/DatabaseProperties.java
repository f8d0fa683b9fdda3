package dev.warren.core.database;

import dev.warren.core.Settings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the database, embedded or not.
 *
 * @param poolSize connections at most
 * @param connectTimeout how long to wait for a connection before the caller is told that the
 *     database is away
 * @param statementTimeout how long one statement may run; migrations may run longer
 * @param startTimeout how long the embedded server may take to start, recovery included
 */
@ConfigurationProperties("warren.database")
record DatabaseProperties(
        @DefaultValue("8") int poolSize,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration statementTimeout,
        @DefaultValue("60s") Duration startTimeout) {

    DatabaseProperties {
        Settings.of("warren.database")
                .between("pool-size", poolSize, 2, 100)
                .between(
                        "connect-timeout",
                        connectTimeout,
                        Duration.ofMillis(250),
                        Duration.ofMinutes(1))
                .between(
                        "statement-timeout",
                        statementTimeout,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10))
                .between(
                        "start-timeout",
                        startTimeout,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(30))
                .done();
    }
}
