package dev.warren.feeds.source;

/** What became of the wish to follow a feed. */
public sealed interface Followed {

    /**
     * It is followed.
     *
     * @param url as it is kept: in its usual form and without user and password
     */
    record Source(long id, String url) implements Followed {}

    /**
     * Its address is none that is fetched.
     *
     * @param reason a sentence without the address, such as {@code its host is at a private or
     *     special address}
     */
    record Refused(String reason) implements Followed {}
}
