package dev.warren.core.events;

import dev.warren.core.people.Account;
import java.time.Instant;

/** A suspended account may log in again. */
public record AccountResumed(Account account, Instant at) {}
