package dev.warren.feeds.digest;

import java.time.Instant;

/**
 * What was made of a digest once.
 *
 * @param dueAt the minute that it honoured
 * @param result a sentence
 */
public record DigestRun(long id, Instant dueAt, Instant at, int items, int mails, String result) {

    /** How the keys of its mails in the outbox begin. */
    static String keys(long digest, long run) {
        return "digest/%d/%d/".formatted(digest, run);
    }
}
