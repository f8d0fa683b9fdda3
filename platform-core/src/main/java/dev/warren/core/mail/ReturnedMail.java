package dev.warren.core.mail;

import dev.warren.core.mail.MailState.Stage;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reports of mails that a server took and could not deliver, which come back as mails. Each is
 * known by the address that it is sent to, which is signed; whatever else is in it may be
 * anybody's. Blocks; thread-safe.
 */
public final class ReturnedMail {

    /** Reports begin with what counts; the mail that they are about may follow. */
    private static final int MOST = 256 * 1024;

    private static final int COPIES = 4;
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Optional<ReturnPath> path;
    private final MailRows rows;
    private final List<MailListener> listeners;
    private final MemoryBudget budget;
    private final InstantSource clock;

    /**
     * @param path empty where mails do not leave from addresses of their own
     */
    ReturnedMail(
            Optional<ReturnPath> path,
            MailRows rows,
            List<MailListener> listeners,
            MemoryBudget budget,
            InstantSource clock) {
        this.path = path;
        this.rows = rows;
        this.listeners = List.copyOf(listeners);
        this.budget = budget;
        this.clock = clock;
    }

    /** What came of a message. */
    public sealed interface Outcome {

        /** A mail did not arrive, and whoever sent it knows. */
        record Noted(MailAddress to, String reason) implements Outcome {}

        /** Nothing, with a sentence that says why. */
        record Ignored(String why) implements Outcome {}
    }

    /**
     * Reads a message to its end, and keeps its beginning only.
     *
     * @param recipient the address that it was sent to; empty where it says that itself
     * @throws dev.warren.core.memory.BudgetExceededException when there is no memory for it
     */
    public Outcome take(InputStream message, Optional<String> recipient)
            throws IOException, InterruptedException {
        if (path.isEmpty()) {
            return new Outcome.Ignored("warren.mail.bounces is not set");
        }
        try (Reservation _ = budget.reserve((long) COPIES * MOST, WAIT)) {
            DeliveryReport report = DeliveryReport.read(message.readNBytes(MOST));
            // whoever sends it fails when it is not taken to its end
            message.transferTo(OutputStream.nullOutputStream());
            return note(report, recipient);
        }
    }

    private Outcome note(DeliveryReport report, Optional<String> recipient) {
        OptionalLong mail =
                Stream.concat(recipient.stream(), report.recipients().stream())
                        .map(path.orElseThrow()::read)
                        .filter(OptionalLong::isPresent)
                        .findFirst()
                        .orElse(OptionalLong.empty());
        if (mail.isEmpty()) {
            return new Outcome.Ignored("it is to no address that a mail of this server came from");
        }
        return switch (report.outcome()) {
            case REFUSED -> note(mail.getAsLong(), Stage.BOUNCED, report.reason());
            case EXPIRED -> note(mail.getAsLong(), Stage.GIVEN_UP, report.reason());
            case NOTHING -> new Outcome.Ignored("it is no report of a mail that failed");
        };
    }

    private Outcome note(long mail, Stage stage, String reason) {
        return rows.returned(mail, stage, reason, clock.instant(), one -> tell(one, stage, reason))
                .<Outcome>map(one -> new Outcome.Noted(one.to(), reason))
                .orElseGet(() -> new Outcome.Ignored("that is known already, or long ago"));
    }

    private void tell(MailRows.Returned mail, Stage stage, String reason) {
        for (MailListener listener : listeners) {
            if (!listener.topic().equals(mail.topic())) {
                continue;
            }
            if (stage == Stage.BOUNCED) {
                listener.bounced(mail.key(), mail.to(), reason);
            } else {
                listener.givenUp(mail.key(), mail.to(), reason);
            }
        }
    }
}
