package dev.warren.core.events;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/**
 * Nothing is sent to an account's webhook any more, until its owner switches it on again.
 *
 * @param topic whose events they were, such as {@code tunnels}
 * @param host of the receiver
 * @param reason one sentence for the owner
 */
public record WebhookSwitchedOff(
        String topic, AccountName owner, String host, String reason, Instant at) {}
