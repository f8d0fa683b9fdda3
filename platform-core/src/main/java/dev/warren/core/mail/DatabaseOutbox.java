package dev.warren.core.mail;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The queue, in PostgreSQL. */
record DatabaseOutbox(
        MailRows rows, Sender from, Optional<Path> folder, int maxMessage, InstantSource clock)
        implements Outbox {

    @Override
    public boolean queue(OutgoingMail mail) {
        if (mail.message().length > maxMessage) {
            throw new IllegalArgumentException(
                    "mail %s: %d bytes (expected: at most %d)"
                            .formatted(mail.key(), mail.message().length, maxMessage));
        }
        return rows.insert(mail, clock.instant());
    }

    @Override
    public int queuedSince(String topic, long account, Instant since) {
        return rows.queuedSince(topic, account, since);
    }

    @Override
    public List<MailState> states(String topic, String keyPrefix, int most) {
        return rows.states(topic, keyPrefix, most);
    }
}
