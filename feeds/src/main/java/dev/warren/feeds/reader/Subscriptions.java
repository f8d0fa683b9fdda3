package dev.warren.feeds.reader;

import dev.warren.core.people.Account;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.source.Followed;
import dev.warren.feeds.source.Sources;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people follow, and in which folders. Blocks; thread-safe. Names are cut to 200 characters,
 * and are without control characters.
 */
public final class Subscriptions {

    private static final int LONGEST = 200;

    private final Feeds feeds;
    private final SubscriptionRows rows;
    private final EntryMaker entries;
    private final TransactionTemplate transactions;
    private final Limits limits;

    /** How much one account may have, and the clock. */
    record Limits(ReaderProperties settings, InstantSource clock) {}

    /** Where feeds are fetched, and the pages behind their items. */
    record Feeds(Sources sources, FullTexts pages) {}

    Subscriptions(
            Feeds feeds,
            SubscriptionRows rows,
            EntryMaker entries,
            TransactionTemplate transactions,
            Limits limits) {
        this.feeds = feeds;
        this.rows = rows;
        this.entries = entries;
        this.transactions = transactions;
        this.limits = limits;
    }

    /** All of an account's, by title. */
    public List<Subscription> list(Account reader) {
        return rows.list(reader.id());
    }

    public Optional<Subscription> find(Account reader, long id) {
        return rows.find(reader.id(), id);
    }

    public List<Subscription.Folder> folders(Account reader) {
        return rows.folders(reader.id());
    }

    /**
     * Follows a feed. What it has already becomes unread, as far as {@code
     * warren.feeds.reader.first-items} goes; a feed that is new here is fetched at once, in the
     * background.
     *
     * @param url the feed's address, as it was written
     * @param title the reader's own, empty for the feed's
     * @param folder its name, made when it is new; empty for none
     */
    public Subscribed subscribe(Account reader, String url, String title, String folder) {
        return switch (feeds.sources().follow(url, reader)) {
            case Followed.Refused(String reason) -> new Subscribed.Refused(reason);
            case Followed.Source(long source, String _) ->
                    transactions.execute(_ -> subscribe(reader, source, title, folder));
        };
    }

    private Subscribed subscribe(Account reader, long source, String title, String folder) {
        Optional<Subscription> already = rows.ofSource(reader.id(), source);
        if (already.isPresent()) {
            return new Subscribed.Already(already.get());
        }
        int most = limits.settings().maxSubscriptions();
        Optional<Long> id =
                rows.insert(reader.id(), source, name(title), limits.clock().instant(), most);
        if (id.isEmpty()) {
            return new Subscribed.Refused("an account follows at most %d feeds".formatted(most));
        }
        if (!folder.isBlank()) {
            move(reader, id.get(), folder);
        }
        entries.begin(
                new SubscriptionRows.Follower(reader.id(), id.get()),
                source,
                limits.settings().firstItems());
        return new Subscribed.Done(rows.find(reader.id(), id.get()).orElseThrow());
    }

    /** Follows it no more; what is starred stays. False when it was not followed. */
    public boolean unsubscribe(Account reader, long id) {
        Boolean gone =
                transactions.execute(_ -> {
                    entries.end(reader.id(), id);
                    return rows.delete(reader.id(), id);
                });
        return Boolean.TRUE.equals(gone);
    }

    /** Gives it a title of the reader's own, or the feed's again when that is empty. */
    public boolean rename(Account reader, long id, String title) {
        return rows.setTitle(reader.id(), id, name(title));
    }

    /**
     * Puts it into a folder, which is made when it is new.
     *
     * @param folder empty for none
     * @return false when there is no such subscription, or no room for one more folder
     */
    public boolean move(Account reader, long id, String folder) {
        String name = name(folder);
        if (name.isEmpty()) {
            return rows.setFolder(reader.id(), id, null);
        }
        return rows.makeFolder(reader.id(), name, limits.settings().maxFolders())
                .map(made -> rows.setFolder(reader.id(), id, made))
                .orElse(false);
    }

    /**
     * Whether the pages behind its items are read for their whole text, which this reader then gets
     * in the place of what the feed has. Those of its newest items are read at once, in the
     * background.
     *
     * @return false when there is no such subscription
     */
    public boolean fullText(Account reader, long id, boolean wanted) {
        Boolean done =
                transactions.execute(_ -> {
                    boolean there = rows.setFullText(reader.id(), id, wanted);
                    if (there && wanted) {
                        rows.find(reader.id(), id)
                                .ifPresent(one -> feeds.pages().want(one.source()));
                    }
                    return there;
                });
        return Boolean.TRUE.equals(done);
    }

    /** False when there is no folder of that name, or one of the new name. */
    public boolean renameFolder(Account reader, String from, String to) {
        String name = name(to);
        return !name.isEmpty() && rows.renameFolder(reader.id(), from, name);
    }

    /** Removes a folder; what was in it is still followed. */
    public boolean deleteFolder(Account reader, String name) {
        return rows.deleteFolder(reader.id(), name);
    }

    static String name(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST).strip() : plain;
    }
}
