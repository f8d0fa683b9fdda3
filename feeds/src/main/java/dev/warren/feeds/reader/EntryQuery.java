package dev.warren.feeds.reader;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries are wanted.
 *
 * @param words what is searched, as people write it: words, {@code "phrases"}, {@code or}, {@code
 *     -not}; empty for everything
 * @param most how many, at most {@link #MOST}
 */
public record EntryQuery(
        Stream stream, Show show, String words, Range range, Order order, int most) {

    /** How many entries are told at a time at most. */
    public static final int MOST = 10_000;

    /** No time is later than that second. */
    public static final long LAST_SECOND = 100_000_000_000L;

    private static final int LONGEST = 500;

    public EntryQuery {
        most = Math.clamp(most, 0, MOST);
        words = words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    }

    /** By what was done with them. */
    public enum Show {
        ALL,
        UNREAD,
        READ,
        STARRED
    }

    /** By when they came. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /**
     * A part of them.
     *
     * @param after item whose entry and all older ones are left out; 0 for none
     * @param before item whose entry and all newer ones are left out; {@link Long#MAX_VALUE} for
     *     none
     * @param since entries that came earlier are left out
     * @param until entries that came later are left out
     */
    public record Range(long after, long before, Optional<Instant> since, Optional<Instant> until) {

        /** All of them. */
        public static final Range WHOLE =
                new Range(0, Long.MAX_VALUE, Optional.empty(), Optional.empty());

        /** What is newer than an item. */
        public static Range after(long item) {
            return new Range(item, Long.MAX_VALUE, Optional.empty(), Optional.empty());
        }

        /** What is older than an item. */
        public static Range before(long item) {
            return new Range(0, item, Optional.empty(), Optional.empty());
        }
    }

    /** The newest of a stream. */
    public static EntryQuery newest(Stream stream, Show show, int most) {
        return new EntryQuery(stream, show, "", Range.WHOLE, Order.NEWEST_FIRST, most);
    }
}
