package dev.warren.feeds.fulltext;

import dev.warren.core.people.Account;
import dev.warren.feeds.item.ItemListener;
import dev.warren.feeds.item.NewItem;
import dev.warren.feeds.source.BadAddressException;
import dev.warren.feeds.source.Domains;
import dev.warren.feeds.source.FeedAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whole texts of items, and the wish for them: of each item once, for all readers and digests that
 * have it switched on. Whoever has not, and whoever comes before the page was read, sees what the
 * feed has. Blocks; thread-safe.
 */
public final class FullTexts implements ItemListener {

    private final PageRows rows;
    private final int newest;

    /**
     * @param newest of what comes at once, so many items' pages are read
     */
    FullTexts(PageRows rows, int newest) {
        this.rows = rows;
        this.newest = newest;
    }

    /** Has the pages of new items read where somebody wants them whole. */
    @Override
    public void stored(long source, List<NewItem> items) {
        if (rows.isWanted(source)) {
            List<NewItem> last = items.subList(Math.max(0, items.size() - newest), items.size());
            rows.want(
                    last.stream()
                            .flatMap(one -> link(one.id(), one.item().url()).stream())
                            .toList());
        }
    }

    /**
     * Has the pages of the newest items of a feed read; what was given up is tried anew. Called in
     * the transaction that switches it on, so that items which come meanwhile are not missed.
     */
    public void want(long source) {
        want(source, newest);
    }

    /** As {@link #want(long)}, of so many items at most. */
    public void want(long source, int most) {
        rows.lock(source);
        rows.want(
                rows.newest(source, Math.min(newest, most)).entrySet().stream()
                        .flatMap(one -> link(one.getKey(), one.getValue()).stream())
                        .toList());
    }

    /** Empty where there is no page: addresses of items may be anything. */
    private static Optional<PageRows.Link> link(long item, String url) {
        try {
            if (!url.startsWith("http://") && !url.startsWith("https://")) {
                return Optional.empty();
            }
            URI page = FeedAddress.parse(url).url();
            return Optional.of(new PageRows.Link(item, page.toString(), Domains.of(page)));
        } catch (BadAddressException none) {
            return Optional.empty();
        }
    }

    /** The whole texts that there are, by item: HTML, sanitised for the web. */
    public Map<Long, String> of(Collection<Long> items) {
        return items.isEmpty() ? Map.of() : rows.contents(items);
    }

    /** How many bytes they take in memory, roughly. */
    public long weigh(Collection<Long> items) {
        return items.isEmpty() ? 0 : rows.weigh(items);
    }

    /** How it goes with the feeds that an account wants whole. */
    public List<Standing> standing(Account reader) {
        return rows.standing(reader.id());
    }
}
