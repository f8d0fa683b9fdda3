package dev.warren.feeds.source;

/**
 * Hears, within the transaction, that a feed becomes one with another that was followed already.
 * Contributed as beans by those whose rows name feeds.
 */
@FunctionalInterface
public interface SourceMoved {

    /** What names {@code from} is to name {@code to}, which may be named already. */
    void moved(long from, long to);
}
