package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * A tunnel stands.
 *
 * @param name the host, port or alias it is reached by
 */
public record TunnelOpened(TunnelKind kind, String name, AccountName owner, Instant at) {}
