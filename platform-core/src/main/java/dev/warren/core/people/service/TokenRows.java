package dev.warren.core.people.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of {@code core.api_tokens}. */
interface TokenRows extends Repository<TokenRow, Long> {

    TokenRow save(TokenRow row);

    List<TokenRow> findByAccountIdOrderById(long accountId);

    Optional<TokenRow> findByAccountIdAndName(long accountId, String name);

    List<TokenRow> findAll();

    void delete(TokenRow row);

    @Modifying
    @Query("update TokenRow t set t.lastUsedAt = :at where t.hash = :hash")
    int used(String hash, Instant at);
}
