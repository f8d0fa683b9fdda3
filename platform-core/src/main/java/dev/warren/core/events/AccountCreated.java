package dev.warren.core.events;

import dev.warren.core.people.Account;
import java.time.Instant;

/** An account was made. */
public record AccountCreated(Account account, Instant at) {}
