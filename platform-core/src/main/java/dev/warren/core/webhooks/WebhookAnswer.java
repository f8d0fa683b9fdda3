package dev.warren.core.webhooks;

import java.time.Duration;

/**
 * What a receiver made of an event.
 *
 * @param result a few words
 * @param words the beginning of what it said, printable ASCII in one line; may be empty
 */
public record WebhookAnswer(boolean accepted, String result, String words, Duration took) {}
