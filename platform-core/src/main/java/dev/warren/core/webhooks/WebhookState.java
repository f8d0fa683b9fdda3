package dev.warren.core.webhooks;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A webhook as its owner may see it.
 *
 * @param kinds the events that are wanted; empty for all
 * @param off why nothing is sent any more; empty while it is on
 * @param last how the last attempt ended; empty before the first
 * @param failingSince since when no attempt has succeeded; empty when the last one did
 * @param next when the next attempt may be made
 * @param counts what became of its events
 */
public record WebhookState(
        URI url,
        Set<String> kinds,
        Optional<String> off,
        Optional<Last> last,
        Optional<Instant> failingSince,
        Instant next,
        Counts counts) {

    public WebhookState {
        kinds = Set.copyOf(kinds);
    }

    /** How an attempt ended, in a few words. */
    public record Last(Instant at, String result) {}

    /**
     * Events so far.
     *
     * @param lost those that no attempt brought there in time, or that there was no room for
     */
    public record Counts(long delivered, long waiting, long lost) {}
}
