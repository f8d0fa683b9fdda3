package dev.warren.core.webhooks;

import dev.warren.core.people.AccountName;
import java.time.Instant;

/** An event on its way to the database. */
record Posted(Wish wish, Instant at, Envelope envelope) {

    /** What a webhook must want to be told of it. */
    record Wish(AccountName account, String topic, String kind) {}

    private static final int OVERHEAD = 512;

    static Posted of(WebhookEvent event, Envelope envelope) {
        return new Posted(
                new Wish(event.account(), event.topic(), event.kind()), event.at(), envelope);
    }

    /** What it holds in memory, roughly. */
    long bytes() {
        return OVERHEAD + (long) envelope.body().length;
    }
}
