package dev.warren.feeds.reader;

/** Entries that are read together. Numbers are the reader's own; those of others find nothing. */
public sealed interface Stream {

    /** Everything. */
    record All() implements Stream {}

    /** What is starred. */
    record Starred() implements Stream {}

    /** The feeds of a folder. */
    record Folder(long id) implements Stream {}

    /** One feed. */
    record Feed(long subscription) implements Stream {}

    /** What has a tag. */
    record Tag(long id) implements Stream {}
}
