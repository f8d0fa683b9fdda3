package dev.warren.feeds.mail;

import java.time.Instant;

/** A feed that fails, as a mail tells of it once. */
public record Trouble(String feed, String url, String problem, Instant since) {}
