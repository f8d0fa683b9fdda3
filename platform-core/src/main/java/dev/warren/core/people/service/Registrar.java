package dev.warren.core.people.service;

import dev.warren.core.Registration;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Invites.Invite;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import dev.warren.core.people.PublicKeyText;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes accounts. */
final class Registrar {

    private static final Logger log = LoggerFactory.getLogger(Registrar.class);

    private final RegistrationPolicy policy;
    private final PeopleProperties limits;
    private final PeopleParts parts;
    private final AccountNames names;

    Registrar(
            RegistrationPolicy policy,
            PeopleProperties limits,
            PeopleParts parts,
            AccountNames names) {
        this.policy = policy;
        this.limits = limits;
        this.parts = parts;
        this.names = names;
    }

    Account register(String loginName, PublicKeyText key, Optional<String> inviteCode) {
        if (policy.mode() == Registration.CLOSED) {
            throw refused(Code.REGISTRATION_REFUSED, "registration is closed");
        }
        if (key.certAuthority()) {
            throw refused(Code.INVALID, "an account starts with a key that logs in by itself");
        }
        return parts.changes().change(touched -> create(loginName, key, inviteCode, touched));
    }

    private Account create(
            String loginName,
            PublicKeyText key,
            Optional<String> inviteCode,
            PeopleChanges.Touched touched) {
        PeopleRows rows = parts.rows();
        Instant now = parts.clock().instant();
        Optional<Invite> invite =
                inviteCode.flatMap(code -> rows.invites().findGood(Secrets.hash(code), now));
        if (policy.mode() == Registration.INVITE && invite.isEmpty()) {
            throw refused(Code.REGISTRATION_REFUSED, "the invite code is wrong, spent or expired");
        }
        boolean first = rows.accounts().count() == 0;
        Account account = insert(loginName, key, first && policy.firstIsAdmin(), touched);
        invite.ifPresent(found -> rows.invites().redeem(found.id(), account.name()));
        return account;
    }

    private Account insert(
            String wish, PublicKeyText key, boolean admin, PeopleChanges.Touched touched) {
        PeopleRows rows = parts.rows();
        String fingerprint = key.fingerprint();
        if (rows.keys().find(fingerprint).isPresent()) {
            throw refused(Code.TAKEN, "the key is registered already");
        }
        if (rows.accounts().count() >= limits.maxAccounts()) {
            throw refused(Code.TOO_MANY, "this Warren has as many accounts as it may have");
        }
        parts.index().requireRoom();
        AccountName name = names.pick(wish, free -> rows.accounts().find(free).isEmpty());
        Instant now = parts.clock().instant();
        AccountRow row = rows.accounts().insert(name.value(), admin, now);
        rows.keys().insert(row.id(), key, now);
        parts.audit().record(name.value(), "account.create", name.value(), admin ? "admin" : "");
        touched.add(row.id());
        return row.toAccount();
    }

    /** Sees to it that the configured administrator exists, unless there is another. */
    void ensureAdmin() {
        policy.adminKey().ifPresent(this::ensureAdmin);
        if (policy.mode() != Registration.OPEN && parts.index().current().all().isEmpty()) {
            log.warn(
                    "Nobody can log in: there is no account, and warren.registration is {} (expected: warren.admin-key set to your public key)",
                    policy.mode());
        }
    }

    private void ensureAdmin(PublicKeyText key) {
        boolean there = parts.index().current().all().stream().anyMatch(p -> p.account().isAdmin());
        if (there) {
            return;
        }
        Account admin = parts.changes().change(touched -> makeAdmin(key, touched));
        log.info("The key of warren.admin-key is now the administrator {}", admin.name());
    }

    private Account makeAdmin(PublicKeyText key, PeopleChanges.Touched touched) {
        PeopleRows rows = parts.rows();
        Optional<KeyRow> known = rows.keys().find(key.fingerprint());
        if (known.isEmpty()) {
            String wish = key.comment().split("@", 2)[0];
            return insert(wish, key, true, touched);
        }
        long id = known.get().accountId();
        rows.accounts().setAdmin(id, true);
        touched.add(id);
        Account admin = rows.accounts().find(id).orElseThrow().toAccount();
        parts.audit().record("system", "admin.grant", admin.name().value(), "warren.admin-key");
        return admin;
    }

    private static PeopleException refused(Code code, String sentence) {
        return new PeopleException(code, sentence);
    }
}
