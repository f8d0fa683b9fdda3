package dev.warren.core.people.service;

import dev.warren.core.people.Account;
import dev.warren.core.people.Keys;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PeopleException.Code;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.RegisteredKey;
import java.util.List;

/** The keys of accounts, in the database. */
final class KeyService implements Keys {

    private final PeopleParts parts;
    private final int most;

    KeyService(PeopleParts parts, int most) {
        this.parts = parts;
        this.most = most;
    }

    @Override
    public List<RegisteredKey> list(Account account) {
        return parts.changes().inTransaction(() -> rowsOf(account)).stream()
                .map(KeyRow::key)
                .toList();
    }

    @Override
    public RegisteredKey add(Account account, PublicKeyText key) {
        return parts.changes().change(touched -> add(account, key, touched));
    }

    private RegisteredKey add(Account account, PublicKeyText key, PeopleChanges.Touched touched) {
        parts.rows().row(account);
        String fingerprint = key.fingerprint();
        List<KeyRow> keys = rowsOf(account);
        boolean own =
                keys.stream()
                        .anyMatch(row ->
                                row.fingerprint().equals(fingerprint)
                                        && row.certAuthority() == key.certAuthority());
        boolean others = !key.certAuthority() && parts.rows().keys().find(fingerprint).isPresent();
        if (own || others) {
            throw new PeopleException(Code.TAKEN, "the key is registered already");
        }
        if (keys.size() >= most) {
            throw new PeopleException(
                    Code.TOO_MANY, "an account has at most %d keys".formatted(most));
        }
        parts.index().requireRoom();
        KeyRow row = parts.rows().keys().insert(account.id(), key, parts.clock().instant());
        audit(account, "key.add", fingerprint, key.certAuthority() ? "cert-authority" : "");
        touched.add(account.id());
        return row.key();
    }

    @Override
    public void remove(Account account, String fingerprint) {
        parts.changes().change(touched -> remove(account, fingerprint, touched));
    }

    private boolean remove(Account account, String start, PeopleChanges.Touched touched) {
        List<KeyRow> keys = rowsOf(account);
        List<KeyRow> found =
                keys.stream().filter(row -> row.fingerprint().startsWith(start)).toList();
        if (found.size() != 1) {
            throw new PeopleException(
                    Code.NOT_FOUND,
                    found.isEmpty()
                            ? "no key of yours begins with " + start
                            : "several keys of yours begin with " + start);
        }
        KeyRow going = found.getFirst();
        boolean another = keys.stream().anyMatch(row -> row != going && !row.certAuthority());
        if (!another) {
            throw new PeopleException(Code.LAST_KEY, "the last key that can log in stays");
        }
        parts.rows().keys().delete(going.id());
        audit(account, "key.remove", going.fingerprint(), "");
        touched.add(account.id());
        return true;
    }

    private List<KeyRow> rowsOf(Account account) {
        return parts.rows().keys().of(account.id());
    }

    private void audit(Account account, String action, String subject, String detail) {
        parts.audit().record(account.name().value(), action, subject, detail);
    }
}
