package dev.warren.core.webhooks;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.people.Account;
import dev.warren.core.secrets.SecretBox;
import dev.warren.core.secrets.SecretException;
import dev.warren.core.webhooks.WebhookException.Code;
import dev.warren.core.webhooks.WebhookMetrics.Loss;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Webhooks in PostgreSQL. */
final class DatabaseWebhooks implements Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWebhooks.class);
    private static final String TEST = "test";

    /** So that nobody has another server asked as often as they like. */
    private static final Duration TEST_PAUSE = Duration.ofSeconds(5);

    /** What it works with. */
    record Parts(
            Inbox inbox,
            WebhookRows rows,
            AddressCheck addresses,
            Attempts attempts,
            Supplier<SecretBox> secrets,
            MemoryBudget budget,
            SecureRandom random,
            WebhookMetrics metrics,
            InstantSource clock) {}

    private final Parts parts;

    DatabaseWebhooks(Parts parts) {
        this.parts = parts;
    }

    @Override
    public void post(WebhookEvent event) {
        try {
            Optional<Envelope> envelope = Envelope.of(event, parts.random);
            if (envelope.isEmpty()) {
                parts.metrics.lost(Loss.UNSENDABLE, 1);
            } else if (!parts.inbox.add(Posted.of(event, envelope.get()))) {
                parts.metrics.lost(Loss.NO_MEMORY, 1);
            }
        } catch (JacksonException unwritable) {
            LOG.error("webhook event cannot be written type={}", event.type(), unwritable);
            parts.metrics.lost(Loss.UNSENDABLE, 1);
        }
    }

    @Override
    public Optional<WebhookState> find(Account account, String topic) throws WebhookException {
        Optional<WebhookRows.Row> found = parts.rows.find(account.id(), topic);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        WebhookRows.Row row = found.get();
        return Optional.of(
                new WebhookState(
                        open(row, account, topic).url(),
                        row.kinds(),
                        row.off(),
                        row.last(),
                        row.failingSince(),
                        row.due(),
                        row.counts()));
    }

    @Override
    public String set(Account account, String topic, String url, Set<String> kinds)
            throws WebhookException {
        URI address = parts.addresses.parse(url);
        byte[] key = new byte[Signature.KEY_BYTES];
        parts.random.nextBytes(key);
        byte[] sealed = new Target(address, key).seal(parts.secrets.get(), account.id(), topic);
        parts.rows.put(account.id(), topic, sealed, kinds, now());
        return Signature.text(key);
    }

    @Override
    public WebhookAnswer test(Account account, String topic) throws WebhookException {
        WebhookRows.Row row =
                parts.rows
                        .find(account.id(), topic)
                        .orElseThrow(
                                () -> new WebhookException(Code.NOT_FOUND, "there is no webhook"));
        Target target = open(row, account, topic);
        if (!parts.rows.mayTest(account.id(), topic, TEST_PAUSE, now())) {
            throw new WebhookException(
                    Code.TOO_SOON,
                    "it was tested a moment ago (expected: %d seconds between tests)"
                            .formatted(TEST_PAUSE.toSeconds()));
        }
        return send(account, topic, target);
    }

    private WebhookAnswer send(Account account, String topic, Target target)
            throws WebhookException {
        Map<String, ?> data = Map.of("message", "a test, asked for by " + account.name());
        Envelope envelope =
                Envelope.of(
                                new WebhookEvent(account.name(), topic, TEST, now(), data),
                                parts.random)
                        .orElseThrow();
        try (Reservation _ = parts.budget.reserve(Attempts.MOST_BYTES)) {
            Instant begun = now();
            Outcome outcome = parts.attempts.make(target, envelope.message(), envelope.body());
            Instant ended = now();
            boolean accepted = outcome instanceof Outcome.Accepted;
            parts.rows.tested(account.id(), topic, accepted, "test: " + outcome.result(), ended);
            return new WebhookAnswer(
                    accepted, outcome.result(), outcome.words(), Duration.between(begun, ended));
        } catch (BudgetExceededException full) {
            throw new WebhookException(
                    Code.TOO_SOON, "too much is being sent at the moment; try again later");
        }
    }

    @Override
    public boolean remove(Account account, String topic) {
        return parts.rows.remove(account.id(), topic);
    }

    private Target open(WebhookRows.Row row, Account account, String topic)
            throws WebhookException {
        try {
            return Target.open(parts.secrets.get(), row.target(), account.id(), topic);
        } catch (SecretException unreadable) {
            LOG.error("webhook unreadable account={}", account.name(), unreadable);
            throw new WebhookException(
                    Code.UNREADABLE, "what is stored of it cannot be decrypted; set it again");
        }
    }

    private Instant now() {
        return parts.clock.instant();
    }
}
