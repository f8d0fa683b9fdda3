package dev.warren.core.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The PostgreSQL that {@code spring.datasource.*} names. */
record ConfiguredDatabase(String url, @Nullable String user, @Nullable String secret)
        implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public @Nullable String getUsername() {
        return user;
    }

    @Override
    public @Nullable String getPassword() {
        return secret;
    }

    @Override
    public String toString() {
        return "ConfiguredDatabase[user=" + user + "]";
    }
}
