package dev.warren.feeds.reader;

/** What is done with entries. */
public sealed interface EntryChange {

    /** They are read, or unread again. */
    record Read(boolean read) implements EntryChange {}

    /** They are starred, or no more. */
    record Starred(boolean starred) implements EntryChange {}

    /** They have a tag, which is made when it is new, or have it no more. */
    record Tagged(String tag, boolean tagged) implements EntryChange {}
}
