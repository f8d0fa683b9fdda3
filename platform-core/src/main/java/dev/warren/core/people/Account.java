package dev.warren.core.people;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A person's account as it was when it was read; immutable. */
public record Account(
        long id,
        AccountName name,
        Set<Role> roles,
        Optional<String> email,
        boolean suspended,
        Instant createdAt) {

    public Account {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
