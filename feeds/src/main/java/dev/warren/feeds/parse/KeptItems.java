package dev.warren.feeds.parse;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The newest items of a document, within a number and a size. One without a date is as old as the
 * one before it; of two that are equally old the later one in the document is the older.
 */
final class KeptItems {

    private record Kept(ParsedItem item, Instant date, int place, long size) {}

    private final int most;
    private final long room;
    private final PriorityQueue<Kept> oldestFirst =
            new PriorityQueue<>(
                    Comparator.comparing(Kept::date)
                            .thenComparing(Kept::place, Comparator.reverseOrder()));
    private Instant last = Instant.MAX;
    private int places;
    private long size;

    /**
     * Nothing yet.
     *
     * @param room in bytes
     */
    KeptItems(int most, long room) {
        this.most = most;
        this.room = room;
    }

    /** Whether an item of this date would be kept, so that no other needs to be read. */
    boolean wants(Optional<Instant> date) {
        Kept oldest = oldestFirst.peek();
        return oldest == null
                || oldestFirst.size() < most
                || date.orElse(last).isAfter(oldest.date());
    }

    void add(ParsedItem item) {
        last = item.date().orElse(last);
        Kept kept = new Kept(item, last, places++, size(item));
        oldestFirst.add(kept);
        size += kept.size();
        while (oldestFirst.size() > most || size > room && oldestFirst.size() > 1) {
            size -= oldestFirst.remove().size();
        }
    }

    boolean isEmpty() {
        return oldestFirst.isEmpty();
    }

    /** In the document's order. */
    List<ParsedItem> inOrder() {
        return oldestFirst.stream()
                .sorted(Comparator.comparingInt(Kept::place))
                .map(Kept::item)
                .toList();
    }

    private static long size(ParsedItem item) {
        long size = 300 + size(item.guid()) + size(item.url()) + size(item.title());
        size += size(item.author()) + size(item.summary()) + size(item.content());
        for (var category : item.extras().tags()) {
            size += 40 + size(category.term()) + size(category.label()) + size(category.scheme());
        }
        for (var enclosure : item.extras().enclosures()) {
            size += 40 + size(enclosure.url()) + size(enclosure.type());
        }
        return size + size(item.extras().commentsUrl()) + size(item.extras().imageUrl());
    }

    /** In bytes: a text that has one character beyond Latin-1 takes two for each. */
    private static long size(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return 40 + 2L * text.length();
            }
        }
        return 40L + text.length();
    }
}
