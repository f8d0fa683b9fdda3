package dev.warren.core.events;

import dev.warren.core.people.Account;
import java.time.Instant;

/** An account is gone: whoever holds connections of it closes them. */
public record AccountDeleted(Account account, Instant at) {}
