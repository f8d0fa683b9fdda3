package dev.warren.feeds.item;

import dev.warren.feeds.parse.ParsedItem;
import java.time.Instant;

/**
 * An item that was just stored for the first time.
 *
 * @param published never in the future; the time of the fetch where the feed does not say
 */
public record NewItem(long id, ParsedItem item, Instant published) {}
