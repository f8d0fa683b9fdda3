package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * The server behind a tunnel has fallen ill, or is well again, as checks tell.
 *
 * @param name the host it is reached by
 * @param isUp whether it is well now
 * @param reason a few words
 */
public record TunnelHealthChanged(
        TunnelKind kind, String name, AccountName owner, boolean isUp, String reason, Instant at) {}
