package dev.warren.tunnels.inspect;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.People;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may look at what: owners at their own, administrators at everybody's, which is put on record.
 */
public final class Access {

    private final Inspector inspector;
    private final People people;
    private final AuditLog audit;

    public Access(Inspector inspector, People people, AuditLog audit) {
        this.inspector = inspector;
        this.people = people;
        this.audit = audit;
    }

    /**
     * The account whose tunnels {@code caller} wants to look at.
     *
     * @param name another account's, or null for the caller's own
     * @return empty when the caller may not, or there is no such account
     */
    public Optional<Account> owner(Account caller, @Nullable String name, String action) {
        if (name == null || name.equals(caller.name().value())) {
            return Optional.of(caller);
        }
        if (!isAdmin(caller) || !AccountName.isValid(name)) {
            return Optional.empty();
        }
        Optional<Account> owner = people.account(new AccountName(name));
        owner.ifPresent(_ -> audit.record(caller.name().value(), action, name, ""));
        return owner;
    }

    /** The recording with that id, if {@code caller} may look at it. */
    public Optional<Recording> find(Account caller, String id, String action) {
        Optional<Recording> found = inspector.find(id);
        if (found.isEmpty() || found.get().place().owner() == caller.id()) {
            return found;
        }
        if (!isAdmin(caller)) {
            return Optional.empty();
        }
        Place place = found.get().place();
        audit.record(caller.name().value(), action, place.host(), "owner=" + place.ownerName());
        return found;
    }

    /** What is true now, not at log-in. */
    private boolean isAdmin(Account caller) {
        return people.account(caller.name()).filter(Account::isAdmin).isPresent();
    }
}
