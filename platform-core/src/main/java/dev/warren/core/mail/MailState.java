package dev.warren.core.mail;

import java.time.Instant;
import java.util.Locale;

/**
 * What has become of a mail so far.
 *
 * @param attempts how often it was tried
 * @param at when it was queued, or was done with
 * @param result a sentence about the last attempt; empty before the first
 */
public record MailState(String key, Stage stage, int attempts, Instant at, String result) {

    /** Where a mail is. */
    public enum Stage {
        /** In the queue. */
        WAITING,
        /** Taken by the server, or written to the folder. */
        SENT,
        /** Refused for good. */
        BOUNCED,
        /** Not taken for too long. */
        GIVEN_UP;

        static Stage of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /** In lower case, with hyphens. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
