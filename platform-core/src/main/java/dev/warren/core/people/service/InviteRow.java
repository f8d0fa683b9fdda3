package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Invites.Invite;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code core.invites}. */
@Entity
@Table(schema = "core", name = "invites")
class InviteRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(columnDefinition = "text")
    private String hash = "";

    @Column(columnDefinition = "text")
    private String createdBy = "";

    private long createdById;
    private Instant createdAt = Instant.EPOCH;
    private Instant expiresAt = Instant.EPOCH;

    @Column(columnDefinition = "text")
    private @Nullable String redeemedBy;

    /** For JPA only. */
    protected InviteRow() {}

    InviteRow(String hash, Account by, Instant createdAt, Instant expiresAt) {
        this.hash = hash;
        this.createdBy = by.name().value();
        this.createdById = by.id();
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    boolean isGood(Instant now) {
        return redeemedBy == null && now.isBefore(expiresAt);
    }

    void redeemedBy(AccountName name) {
        redeemedBy = name.value();
    }

    Invite toInvite() {
        if (id == null) {
            throw new IllegalStateException("the invite was not stored");
        }
        return new Invite(
                id,
                new AccountName(createdBy),
                createdAt,
                expiresAt,
                Optional.ofNullable(redeemedBy).map(AccountName::new));
    }
}
