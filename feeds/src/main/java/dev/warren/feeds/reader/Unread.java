package dev.warren.feeds.reader;

import java.time.Instant;

/**
 * How much of a subscription is unread.
 *
 * @param newestItem the newest unread item
 * @param newest when it came
 */
public record Unread(long subscription, long count, long newestItem, Instant newest) {}
