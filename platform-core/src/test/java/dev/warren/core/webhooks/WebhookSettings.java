package dev.warren.core.webhooks;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Settings for tests. */
final class WebhookSettings {

    private WebhookSettings() {}

    static WebhooksProperties usual() {
        return of(DataSize.ofMegabytes(2), 16, 1000, 20_000);
    }

    static WebhooksProperties of(
            DataSize memory, int maxSending, int maxWaiting, int maxWaitingTotal) {
        return new WebhooksProperties(
                false,
                memory,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                maxSending,
                maxWaiting,
                maxWaitingTotal,
                Duration.ofSeconds(5),
                Duration.ofHours(12),
                Duration.ofDays(3));
    }
}
