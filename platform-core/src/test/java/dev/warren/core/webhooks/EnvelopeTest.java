package dev.warren.core.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.people.AccountName;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static WebhookEvent event(String kind, String text) {
        return new WebhookEvent(
                new AccountName("alice"),
                "tunnels",
                kind,
                Instant.EPOCH,
                Map.of("name", text, "host", "x"));
    }

    @Test
    void isJsonWithAnIdATypeAndATime() {
        Envelope envelope = Envelope.of(event("up", "we\"b"), new SecureRandom()).orElseThrow();

        assertThat(envelope.message()).matches("msg_[0-9a-f]{32}");
        assertThat(new String(envelope.body(), UTF_8))
                .isEqualTo(
                        "{\"id\":\"%s\",\"type\":\"tunnels.up\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"data\":{\"host\":\"x\",\"name\":\"we\\\"b\"}}"
                                .formatted(envelope.message()));
    }

    @Test
    void hasALimit() {
        assertThat(Envelope.of(event("up", "x".repeat(Envelope.MOST)), new SecureRandom()))
                .isEmpty();
    }

    @Test
    void kindsAreWords() {
        assertThatThrownBy(() -> event("Up!", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kind: Up! (expected: a lower-case word)");
    }
}
