package dev.warren.feeds.parse;

/** What became of a document. */
public sealed interface Parsed {

    /** It is a feed. */
    record Feed(ParsedFeed feed) implements Parsed {}

    /**
     * It is none, or none that can be read.
     *
     * @param reason a sentence for the reader, such as {@code it is a web page, not a feed}
     * @param page whether it is a web page, which may lead to a feed
     */
    record NotAFeed(String reason, boolean page) implements Parsed {}
}
