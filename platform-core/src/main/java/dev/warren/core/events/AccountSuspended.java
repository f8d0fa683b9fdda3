package dev.warren.core.events;

import dev.warren.core.people.Account;
import java.time.Instant;

/** An account was suspended: whoever holds connections of it closes them. */
public record AccountSuspended(Account account, Instant at) {}
