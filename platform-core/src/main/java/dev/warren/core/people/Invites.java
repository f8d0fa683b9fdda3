package dev.warren.core.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Invite codes. Blocks; what is refused is a {@link PeopleException}. */
public interface Invites {

    /** An invite as it is known once it was made: without its code. */
    record Invite(
            long id,
            AccountName createdBy,
            Instant createdAt,
            Instant expiresAt,
            Optional<AccountName> redeemedBy) {}

    /** An invite just made; {@code code} is shown once and kept nowhere. */
    record Created(Invite invite, String code) {

        @Override
        public String toString() {
            return "Created[invite=" + invite + "]";
        }
    }

    /** Makes a code for one registration; for administrators, and for users if settings say so. */
    Created create(Account account);

    /** The invites that {@code account} made; all of them for administrators. Newest first. */
    List<Invite> list(Account account);
}
