package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code core.accounts}. */
@Entity
@Table(schema = "core", name = "accounts")
class AccountRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(columnDefinition = "text")
    private String name;

    private boolean admin;

    @Column(columnDefinition = "text")
    private @Nullable String email;

    private boolean suspended;
    private Instant createdAt;

    /** For JPA only. */
    protected AccountRow() {
        this("", false, Instant.EPOCH);
    }

    AccountRow(String name, boolean admin, Instant createdAt) {
        this.name = name;
        this.admin = admin;
        this.createdAt = createdAt;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("the account " + name + " was not stored");
        }
        return id;
    }

    boolean admin() {
        return admin;
    }

    void admin(boolean now) {
        admin = now;
    }

    boolean suspended() {
        return suspended;
    }

    void suspended(boolean now) {
        suspended = now;
    }

    Account toAccount() {
        return new Account(
                id(),
                new AccountName(name),
                admin ? EnumSet.allOf(Role.class) : EnumSet.of(Role.USER),
                Optional.ofNullable(email),
                suspended,
                createdAt);
    }
}
