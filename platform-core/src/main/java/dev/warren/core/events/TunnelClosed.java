package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * A tunnel is gone.
 *
 * @param name the host, port or alias it was reached by
 * @param reason a few words
 */
public record TunnelClosed(
        TunnelKind kind, String name, AccountName owner, String reason, Instant at) {}
