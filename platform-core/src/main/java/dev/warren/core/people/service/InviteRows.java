package dev.warren.core.people.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of {@code core.invites}. */
interface InviteRows extends Repository<InviteRow, Long> {

    InviteRow save(InviteRow row);

    Optional<InviteRow> findByHash(String hash);

    List<InviteRow> findByOrderByIdDesc(Limit limit);

    List<InviteRow> findByCreatedByIdOrderByIdDesc(long createdById, Limit limit);

    long countByCreatedByIdAndRedeemedByIsNullAndExpiresAtAfter(long createdById, Instant now);

    @Modifying
    @Query("delete from InviteRow i where i.redeemedBy is null and i.expiresAt < :now")
    int deleteExpired(Instant now);
}
