package dev.warren.feeds.api;

import java.util.Optional;

/** How the API of Google Reader writes an item's number: in decimal, or long and in hexadecimal. */
final class ItemId {

    private static final String PREFIX = "tag:google.com,2005:reader/item/";
    private static final int HEX = 16;

    private ItemId() {}

    static String longForm(long item) {
        return PREFIX + "%016x".formatted(item);
    }

    /** Reads either form; apps also send the hexadecimal number alone, which has 16 digits. */
    static Optional<Long> parse(String text) {
        try {
            if (text.startsWith(PREFIX)) {
                return Optional.of(Long.parseUnsignedLong(text.substring(PREFIX.length()), HEX));
            }
            return Optional.of(
                    text.length() == HEX
                            ? Long.parseUnsignedLong(text, HEX)
                            : Long.parseLong(text));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
