package dev.warren.core.mail;

import java.util.regex.Pattern;

/**
 * A mail that is to be sent.
 *
 * @param topic whose it is, such as {@code feeds}; its {@link MailListener} hears of bounces
 * @param key its name there: with the same topic and key it is the same mail and is sent once
 * @param account for whose sake it is sent
 * @param message the whole MIME message with {@code CRLF} ends, all ASCII, without {@code
 *     DKIM-Signature}; not copied
 */
public record OutgoingMail(String topic, String key, long account, MailAddress to, byte[] message) {

    private static final Pattern TOPIC = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    public OutgoingMail {
        if (!TOPIC.matcher(topic).matches() || key.isEmpty() || key.length() > 200) {
            throw new IllegalArgumentException(
                    "mail: %s %s (expected: a word and a key)".formatted(topic, key));
        }
    }
}
