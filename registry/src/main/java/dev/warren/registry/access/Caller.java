package dev.warren.registry.access;

import dev.warren.core.people.Account;
import dev.warren.registry.oci.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param account empty for nobody in particular
 * @param grants what the token is good for; empty when there was no token but a password, or
 *     nothing
 */
public record Caller(Optional<Account> account, Optional<List<Grant>> grants) {

    /** Nobody in particular, without a token. */
    public static final Caller ANYBODY = new Caller(Optional.empty(), Optional.empty());

    public Caller {
        grants = grants.map(List::copyOf);
    }

    /** Whether the token, if there is one, is good for that. */
    public boolean isGranted(RepositoryName repository, Action action) {
        return grants.isEmpty()
                || grants.get().stream()
                        .anyMatch(grant ->
                                grant.repository().equals(repository)
                                        && grant.actions().contains(action));
    }

    Optional<Long> id() {
        return account.map(Account::id);
    }
}
