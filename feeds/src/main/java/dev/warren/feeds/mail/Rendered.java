package dev.warren.feeds.mail;

/** The two faces of a mail. */
public record Rendered(String text, String html) {}
