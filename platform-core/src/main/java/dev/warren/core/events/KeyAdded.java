package dev.warren.core.events;

import dev.warren.core.people.Account;
import java.time.Instant;

/** A key was added to an account. */
public record KeyAdded(Account account, String fingerprint, Instant at) {}
