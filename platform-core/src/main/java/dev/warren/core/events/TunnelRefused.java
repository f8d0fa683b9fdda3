package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * A tunnel was asked for and not given.
 *
 * @param name what was asked for
 * @param reason one sentence, as the user was told
 */
public record TunnelRefused(
        TunnelKind kind, String name, AccountName owner, String reason, Instant at) {}
