package dev.warren.core.mail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The door to mail that leaves. All methods but {@link #from} and {@link #folder} block. */
public interface Outbox {

    /** The most bytes of one mail. */
    int maxMessage();

    /** Where mails come from, for {@code From}. */
    Sender from();

    /** A name and an address. */
    record Sender(String name, MailAddress address) {}

    /** Where mails are written as files, when there is no server to send them; else empty. */
    Optional<Path> folder();

    /**
     * Queues a mail, as part of the caller's transaction if there is one. It is sent once that is
     * committed.
     *
     * @return false when it was queued before
     * @throws IllegalArgumentException when it is larger than {@link #maxMessage}
     */
    boolean queue(OutgoingMail mail);

    /** How many mails of a topic were queued for an account since {@code since}. */
    int queuedSince(String topic, long account, Instant since);

    /** What became of mails whose keys begin so, the newest first, at most so many. */
    List<MailState> states(String topic, String keyPrefix, int most);
}
