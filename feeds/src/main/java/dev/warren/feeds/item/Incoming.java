package dev.warren.feeds.item;

import dev.warren.feeds.parse.ParsedFeed;
import dev.warren.feeds.parse.ParsedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An item of a document on its way into the database.
 *
 * @param reused whether others of the document have its guid too, so that its link tells it apart
 * @param uids by what it may be known there, in that order; guids that are reused count only where
 *     the link is the same
 * @param hash of what a reader sees of it
 */
record Incoming(ParsedItem item, boolean reused, List<Uid> uids, Uid hash, Instant published) {

    /** The items of {@code feed}, oldest first, each once. */
    static List<Incoming> of(ParsedFeed feed, Instant now) {
        List<List<Uid>> uids = feed.items().stream().map(Uid::of).toList();
        Map<Uid, Integer> counts = new HashMap<>();
        uids.forEach(some -> counts.merge(some.getFirst(), 1, Integer::sum));
        List<Incoming> all = new ArrayList<>();
        Set<Uid> seen = new HashSet<>();
        for (int i = 0; i < uids.size(); i++) {
            ParsedItem item = feed.items().get(i);
            boolean often = counts.getOrDefault(uids.get(i).getFirst(), 0) > 1;
            Incoming one = of(item, often && !item.guid().isBlank(), uids.get(i), now);
            if (seen.add(one.uid())) {
                all.add(one);
            }
        }
        // documents begin with what is newest, and so do those without times
        List<Incoming> oldestFirst = new ArrayList<>(all.reversed());
        oldestFirst.sort(Comparator.comparing(Incoming::published));
        return oldestFirst;
    }

    private static Incoming of(ParsedItem item, boolean reused, List<Uid> uids, Instant now) {
        Instant published =
                item.published().or(item::updated).filter(at -> at.isBefore(now)).orElse(now);
        // an item may have been stored while its guid was reused
        List<Uid> all = new ArrayList<>(List.of(Uid.ofReused(item)));
        all.addAll(uids);
        return new Incoming(
                item,
                reused,
                all,
                Uid.hash("item", item.title(), item.url(), item.summary(), item.content()),
                published);
    }

    /** What it is stored under when it is new. */
    Uid uid() {
        return reused ? uids.getFirst() : uids.get(1);
    }

    /** Whether what is stored under {@code uid}, one of {@link #uids}, with that link is this. */
    boolean is(Uid uid, String url) {
        return !reused || uid.equals(uid()) || url.equals(item.url());
    }
}
