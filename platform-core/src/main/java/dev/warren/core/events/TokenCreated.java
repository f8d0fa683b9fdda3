package dev.warren.core.events;

import dev.warren.core.people.Account;
import java.time.Instant;

/** An API token was made. */
public record TokenCreated(Account account, String tokenName, Instant at) {}
