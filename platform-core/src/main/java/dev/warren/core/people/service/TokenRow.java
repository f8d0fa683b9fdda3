package dev.warren.core.people.service;

import dev.warren.core.people.Tokens.Token;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code core.api_tokens}. */
@Entity
@Table(schema = "core", name = "api_tokens")
class TokenRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private long accountId;

    @Column(columnDefinition = "text")
    private String name = "";

    @Column(columnDefinition = "text")
    private String hash = "";

    private Instant createdAt = Instant.EPOCH;
    private @Nullable Instant lastUsedAt;

    /** For JPA only. */
    protected TokenRow() {}

    TokenRow(long accountId, String name, String hash, Instant createdAt) {
        this.accountId = accountId;
        this.name = name;
        this.hash = hash;
        this.createdAt = createdAt;
    }

    long accountId() {
        return accountId;
    }

    String name() {
        return name;
    }

    String hash() {
        return hash;
    }

    Token toToken() {
        return new Token(name, createdAt, Optional.ofNullable(lastUsedAt));
    }
}
