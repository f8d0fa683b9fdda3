package dev.warren.core.events;

import dev.warren.core.people.Account;
import java.time.Instant;

/** A key was removed from an account: connections made with it are closed. */
public record KeyRemoved(Account account, String fingerprint, Instant at) {}
