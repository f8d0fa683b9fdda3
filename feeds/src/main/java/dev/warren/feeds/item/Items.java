package dev.warren.feeds.item;

import dev.warren.feeds.parse.ParsedFeed;
import dev.warren.feeds.parse.ParsedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/** Items of feeds, each once for all who follow its feed. Blocks; thread-safe. */
public final class Items {

    /** What one statement stores, so that its texts, which are copied on the way, stay few. */
    private static final int MOST_ROWS = 200;

    private static final long MOST_TEXT = 256 * 1024;

    private final ItemRows rows;
    private final TransactionTemplate transactions;
    private final Supplier<List<ItemListener>> listeners;

    /**
     * @param listeners asked for when there are items, so that they may stand on this
     */
    Items(ItemRows rows, TransactionTemplate transactions, Supplier<List<ItemListener>> listeners) {
        this.rows = rows;
        this.transactions = transactions;
        this.listeners = listeners;
    }

    /**
     * Stores what is new in {@code feed} and what changed, and tells the listeners of the new, all
     * in one transaction, which is the caller's where there is one.
     *
     * @return the new items' ids, oldest first
     */
    public List<Long> store(long source, ParsedFeed feed, Instant now) {
        return store(source, feed, true, now);
    }

    /** As {@link #store}, but what is there already is left as it is. */
    public List<Long> add(long source, ParsedFeed feed, Instant now) {
        return store(source, feed, false, now);
    }

    private List<Long> store(long source, ParsedFeed feed, boolean changes, Instant now) {
        List<Incoming> incoming = Incoming.of(feed, now);
        List<Long> ids =
                incoming.isEmpty()
                        ? List.of()
                        : transactions.execute(_ -> store(source, incoming, changes, now));
        return ids == null ? List.of() : ids;
    }

    private List<Long> store(long source, List<Incoming> incoming, boolean changes, Instant now) {
        rows.lock(source);
        Known known = rows.known(source, incoming);
        List<Uid> stillThere = new ArrayList<>();
        List<Incoming> unknown = new ArrayList<>();
        for (Incoming one : incoming) {
            Optional<Known.Row> row = known.find(one);
            if (row.isPresent()) {
                if (changes && !row.get().hash().equals(one.hash())) {
                    rows.change(row.get().id(), one, now);
                }
            } else if (known.isForgotten(one)) {
                stillThere.addAll(one.uids());
            } else {
                unknown.add(one);
            }
        }
        if (!stillThere.isEmpty()) {
            rows.stillThere(source, stillThere, now);
        }
        List<NewItem> fresh = inserted(source, unknown, now);
        if (!fresh.isEmpty()) {
            listeners.get().forEach(listener -> listener.stored(source, fresh));
        }
        return fresh.stream().map(NewItem::id).toList();
    }

    /** Those that are new, in the same order; a few statements for all. */
    private List<NewItem> inserted(long source, List<Incoming> unknown, Instant now) {
        List<NewItem> fresh = new ArrayList<>();
        int from = 0;
        while (from < unknown.size()) {
            int to = from;
            long size = 0;
            do {
                ParsedItem item = unknown.get(to++).item();
                size += item.summary().length() + item.content().length();
            } while (to < unknown.size() && size < MOST_TEXT && to - from < MOST_ROWS);
            List<Incoming> some = unknown.subList(from, to);
            Map<Uid, Long> ids = rows.insert(source, some, now);
            for (Incoming one : some) {
                Long id = ids.get(one.uid());
                if (id != null) {
                    fresh.add(new NewItem(id, one.item(), one.published()));
                }
            }
            from = to;
        }
        return List.copyOf(fresh);
    }

    /**
     * Items by id, in its order; those that are no more are left out. An item may be as large as
     * {@code warren.feeds.max-document}: who asks for many reserves their {@link #weigh weight}
     * first.
     */
    public List<Item> find(Collection<Long> ids) {
        return rows.find(ids);
    }

    /** How many bytes the texts of items take in memory, roughly. */
    public long weigh(Collection<Long> ids) {
        return rows.weigh(ids);
    }
}
