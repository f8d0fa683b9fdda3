package dev.warren.tunnels.names;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of {@code tunnels.names}. */
@Entity
@Table(schema = "tunnels", name = "names")
class NameRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(columnDefinition = "text")
    private String kind;

    @Column(columnDefinition = "text")
    private String name;

    private @Nullable Long accountId;

    @Column(columnDefinition = "text")
    private @Nullable String page;

    private Instant createdAt;

    /** For JPA only. */
    protected NameRow() {
        this(new KeptName(KeptName.Kind.WEB, "", 0, Optional.empty(), Instant.EPOCH));
    }

    NameRow(KeptName kept) {
        kind = kept.kind().name();
        name = kept.name();
        accountId = kept.accountId() == 0 ? null : kept.accountId();
        page = kept.page().orElse(null);
        createdAt = kept.since();
    }

    void page(@Nullable String now) {
        page = now;
    }

    KeptName toKeptName() {
        return new KeptName(
                KeptName.Kind.valueOf(kind),
                name,
                accountId == null ? 0 : accountId,
                Optional.ofNullable(page),
                createdAt);
    }
}
