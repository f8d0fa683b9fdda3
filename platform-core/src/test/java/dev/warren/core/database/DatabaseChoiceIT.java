package dev.warren.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Whose database it is. */
class DatabaseChoiceIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private Path folder;

    private ApplicationContextRunner warren(String url) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DatabaseAutoConfiguration.class))
                .withBean(SecureRandom.class)
                .withPropertyValues(
                        "warren.data-dir=" + PreparedData.in(folder.resolve("mine")),
                        "spring.datasource.url=" + url);
    }

    @Test
    void databaseThatIsNamedIsUsedAndNoOtherStarted() throws IOException {
        Path theirs = PreparedData.in(folder.resolve("theirs")).resolve("postgres");
        try (EmbeddedPostgres other = EmbeddedPostgres.start(theirs, new SecureRandom(), LIMIT)) {
            warren(other.getJdbcUrl())
                    .withPropertyValues(
                            "spring.datasource.username=" + other.getUsername(),
                            "spring.datasource.password=" + other.getPassword())
                    .run(context -> {
                        assertThat(context).doesNotHaveBean(EmbeddedPostgres.class);
                        assertThat(context.getBean(Database.class).embedded()).isFalse();
                        assertThat(context.getBean(HikariDataSource.class).getJdbcUrl())
                                .isEqualTo(other.getJdbcUrl());
                    });
        }
    }

    @Test
    void emptyNameIsNone() {
        warren("").run(context -> assertThat(context.getBean(Database.class).embedded()).isTrue());
    }
}
