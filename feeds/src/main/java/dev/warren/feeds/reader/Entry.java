package dev.warren.feeds.reader;

import dev.warren.feeds.item.Item;
import java.util.List;
import java.util.Optional;

/**
 * An item as one reader has it.
 *
 * @param subscription empty for a starred one whose feed is followed no more
 * @param tags names, sorted
 */
public record Entry(
        Item item, Optional<Long> subscription, boolean read, boolean starred, List<String> tags) {

    public Entry {
        tags = List.copyOf(tags);
    }
}
