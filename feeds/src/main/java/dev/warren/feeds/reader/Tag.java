package dev.warren.feeds.reader;

/** A tag that a reader gives entries. */
public record Tag(long id, String name) {}
