package dev.warren.feeds.file;

import java.net.URI;

/**
 * A feed that a file names.
 *
 * @param line where, from 1
 * @param url an absolute {@code http} or {@code https} one
 * @param title what the file calls it; empty for the feed's own
 */
public record FeedLine(int line, URI url, String title) {}
