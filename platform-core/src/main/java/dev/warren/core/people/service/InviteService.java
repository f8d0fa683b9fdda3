package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.Invites;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import java.time.Instant;
import java.util.List;

/** Invite codes, in the database. */
final class InviteService implements Invites {

    private static final int MOST_OPEN = 100;
    private static final int MOST_LISTED = 1000;

    private final PeopleParts parts;
    private final Secrets secrets;
    private final PeopleProperties limits;

    InviteService(PeopleParts parts, Secrets secrets, PeopleProperties limits) {
        this.parts = parts;
        this.secrets = secrets;
        this.limits = limits;
    }

    @Override
    public Created create(Account account) {
        String code = secrets.typed();
        Invite invite = parts.changes().inTransaction(() -> insert(account, Secrets.hash(code)));
        return new Created(invite, code);
    }

    private Invite insert(Account account, String hash) {
        InviteRows invites = parts.rows().invites();
        AccountRow row = parts.rows().row(account);
        if (row.suspended() || !(row.admin() || limits.usersMayInvite())) {
            throw new PeopleException(Code.FORBIDDEN, "only administrators make invites here");
        }
        Instant now = parts.clock().instant();
        invites.deleteExpired(now);
        long open = invites.countOpen(account.id(), now);
        if (open >= MOST_OPEN) {
            throw new PeopleException(
                    Code.TOO_MANY,
                    "%d of your invites are still open, which is the most".formatted(open));
        }
        Invite invite = invites.insert(hash, account, now, now.plus(limits.inviteLife()));
        parts.audit().record(account.name().value(), "invite.create", "", "");
        return invite;
    }

    @Override
    public List<Invite> list(Account account) {
        InviteRows invites = parts.rows().invites();
        return parts.changes()
                .inTransaction(() ->
                        account.isAdmin()
                                ? invites.latest(MOST_LISTED)
                                : invites.latestOf(account.id(), MOST_LISTED));
    }
}
