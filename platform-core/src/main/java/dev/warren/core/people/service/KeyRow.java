package dev.warren.core.people.service;

import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.RegisteredKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code core.account_keys}. */
@Entity
@Table(schema = "core", name = "account_keys")
class KeyRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private long accountId;

    @Column(columnDefinition = "text")
    private String type = "";

    @Column(columnDefinition = "text")
    private String base64 = "";

    @Column(columnDefinition = "text")
    private String comment = "";

    private boolean certAuthority;

    @Column(columnDefinition = "text")
    private String fingerprint = "";

    private Instant addedAt = Instant.EPOCH;

    /** For JPA only. */
    protected KeyRow() {}

    KeyRow(long accountId, PublicKeyText key, Instant addedAt) {
        this.accountId = accountId;
        this.type = key.type();
        this.base64 = key.base64();
        this.comment = key.comment();
        this.certAuthority = key.certAuthority();
        this.fingerprint = key.fingerprint();
        this.addedAt = addedAt;
    }

    long accountId() {
        return accountId;
    }

    boolean certAuthority() {
        return certAuthority;
    }

    String fingerprint() {
        return fingerprint;
    }

    RegisteredKey toKey() {
        return new RegisteredKey(
                new PublicKeyText(type, base64, comment, certAuthority), fingerprint, addedAt);
    }
}
