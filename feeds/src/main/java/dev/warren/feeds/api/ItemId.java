package dev.warren.feeds.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the API of Google Reader writes an item's number: in decimal, or long and in hexadecimal.
 * Apps also send the hexadecimal number alone, some with leading zeros and some without, so it has
 * to show by itself that it is one. That is why numbers begin far up: in hexadecimal with a letter.
 * They stay below 2^53, up to which all apps can count.
 */
final class ItemId {

    private static final String PREFIX = "tag:google.com,2005:reader/item/";
    private static final long BASE = 0xa_0000_0000_0000L;
    private static final long MOST = 0x1_0000_0000_0000L;
    private static final int HEX = 16;
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{0,18}");

    private ItemId() {}

    static String longForm(long item) {
        return PREFIX + "%016x".formatted(BASE + item);
    }

    static String decimal(long item) {
        return Long.toString(BASE + item);
    }

    /** Reads every form; empty for what is none of an item. */
    static Optional<Long> parse(String text) {
        boolean isLong = text.startsWith(PREFIX);
        String number = isLong ? text.substring(PREFIX.length()) : text;
        try {
            long item =
                    (!isLong && DECIMAL.matcher(number).matches()
                                    ? Long.parseLong(number)
                                    : Long.parseUnsignedLong(number, HEX))
                            - BASE;
            return item > 0 && item < MOST ? Optional.of(item) : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
