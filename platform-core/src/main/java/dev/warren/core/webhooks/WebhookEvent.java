package dev.warren.core.webhooks;

import dev.warren.core.people.AccountName;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One thing that an account may want to be told of.
 *
 * @param topic whose, one word
 * @param kind what happened, one word
 * @param data what is told of it, to be written as JSON; no secrets
 */
public record WebhookEvent(
        AccountName account, String topic, String kind, Instant at, Map<String, ?> data) {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public WebhookEvent {
        data = Map.copyOf(data);
        check("topic", topic);
        check("kind", kind);
    }

    private static void check(String what, String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: a lower-case word)".formatted(what, word));
        }
    }

    /** As receivers see it: {@code tunnels.up}. */
    String type() {
        return topic + "." + kind;
    }
}
