package dev.warren.feeds.reader;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.people.Account;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.item.Item;
import dev.warren.feeds.item.Items;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Entries of readers: found, read, and marked. Blocks; thread-safe. */
public final class Entries {

    private static final int BATCH = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EntryRows rows;
    private final TagRows tags;
    private final Texts texts;
    private final MemoryBudget memory;
    private final Limits limits;

    /** How many tags one account may have, and the clock. */
    record Limits(int tags, InstantSource clock) {}

    /** Where the texts of entries are: as feeds have them, and whole. */
    record Texts(Items items, FullTexts whole) {

        long weigh(List<Long> ids) {
            return items.weigh(ids) + whole.weigh(ids);
        }

        /** Whole where they are wanted and there. */
        List<Item> find(List<Long> ids, List<Long> wanted) {
            Map<Long, String> pages = whole.of(wanted);
            return items.find(ids).stream()
                    .map(item -> {
                        String page = pages.get(item.id());
                        return page == null ? item : item.withContent(page);
                    })
                    .toList();
        }
    }

    Entries(EntryRows rows, TagRows tags, Texts texts, MemoryBudget memory, Limits limits) {
        this.rows = rows;
        this.tags = tags;
        this.texts = texts;
        this.memory = memory;
        this.limits = limits;
    }

    /** Takes entries one after the other. */
    @FunctionalInterface
    public interface Visitor {
        void entry(Entry entry) throws IOException;
    }

    /** Items of the entries that are wanted, in the query's order. */
    public List<Long> ids(Account reader, EntryQuery query) {
        return rows.ids(reader.id(), query);
    }

    public long count(Account reader, EntryQuery.Show show) {
        return rows.count(reader.id(), show);
    }

    /** Subscriptions with something unread. */
    public List<Unread> unread(Account reader) {
        return rows.unread(reader.id());
    }

    /**
     * Shows entries of items, in the order of {@code ids}; what the reader does not have is left
     * out. A few are held at a time, in reserved memory, for as long as {@code visitor} takes.
     *
     * @throws IOException as {@code visitor} does
     * @throws dev.warren.core.memory.BudgetExceededException when there is no memory for ten
     *     seconds
     */
    public void visit(Account reader, List<Long> ids, Visitor visitor)
            throws IOException, InterruptedException {
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<Long> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            if (texts.weigh(batch) <= memory.limit() / 8) {
                visitBatch(reader, batch, visitor);
            } else {
                for (Long one : batch) {
                    visitBatch(reader, List.of(one), visitor);
                }
            }
        }
    }

    private void visitBatch(Account reader, List<Long> ids, Visitor visitor)
            throws IOException, InterruptedException {
        Map<Long, EntryRows.State> states = rows.states(reader.id(), ids);
        List<Long> own = ids.stream().filter(states::containsKey).toList();
        if (own.isEmpty()) {
            return;
        }
        List<Long> wanted = own.stream().filter(id -> wantsWhole(states.get(id))).toList();
        try (Reservation _ = memory.reserve(Math.max(1, texts.weigh(own)), PATIENCE)) {
            Map<Long, Item> items = new HashMap<>();
            texts.find(own, wanted).forEach(item -> items.put(item.id(), item));
            for (Long id : own) {
                EntryRows.State state = states.get(id);
                Item item = items.get(id);
                if (state != null && item != null) {
                    visitor.entry(
                            new Entry(
                                    item,
                                    state.subscription(),
                                    state.read(),
                                    state.starred(),
                                    List.of(state.tags())));
                }
            }
        }
    }

    /**
     * Shows the beginnings of entries, as lists have them, in the order of {@code ids}; what the
     * reader does not have is left out.
     *
     * @throws dev.warren.core.memory.BudgetExceededException when there is no memory for ten
     *     seconds
     */
    public void visitHeads(Account reader, List<Long> ids, Consumer<EntryHead> visitor)
            throws InterruptedException {
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<Long> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            try (Reservation _ = memory.reserve(BATCH * EntryHead.BYTES, PATIENCE)) {
                Map<Long, EntryHead> heads = new HashMap<>();
                rows.heads(reader.id(), batch).forEach(head -> heads.put(head.id(), head));
                batch.stream().map(heads::get).filter(Objects::nonNull).forEach(visitor);
            }
        }
    }

    private static boolean wantsWhole(EntryRows.@Nullable State state) {
        return state != null && state.whole();
    }

    /**
     * Changes entries.
     *
     * @return false for a tag that is one too many, or that is not there to be taken off
     */
    public boolean change(Account reader, Collection<Long> ids, EntryChange change) {
        long account = reader.id();
        Instant now = limits.clock().instant();
        return switch (change) {
            case EntryChange.Read(boolean read) -> rows.setRead(account, ids, read, now) >= 0;
            case EntryChange.Starred(boolean starred) ->
                    rows.setStarred(account, ids, starred, now) >= 0;
            case EntryChange.Tagged(String name, boolean tagged) -> tag(account, ids, name, tagged);
        };
    }

    private boolean tag(long account, Collection<Long> ids, String name, boolean tagged) {
        String plain = Subscriptions.name(name);
        Optional<Long> tag =
                tagged && !plain.isEmpty()
                        ? tags.make(account, plain, limits.tags())
                        : tags.find(account, plain);
        tag.ifPresent(id -> {
            if (tagged) {
                tags.add(account, ids, id);
            } else {
                tags.remove(account, ids, id);
            }
        });
        return tag.isPresent();
    }

    /**
     * Marks a stream read, as far as {@code range} goes.
     *
     * @return how many entries were unread
     */
    public int readAll(Account reader, Stream stream, EntryQuery.Range range) {
        return rows.setAllRead(reader.id(), stream, range, limits.clock().instant());
    }

    /** Makes unread again what was read since then. */
    public int unreadSince(Account reader, Instant since) {
        return rows.setUnreadSince(reader.id(), since, limits.clock().instant());
    }

    /** Tags by name, with their numbers. */
    public List<Tag> tags(Account reader) {
        return tags.list(reader.id());
    }

    /** False when there is no tag of that name, or one of the new name. */
    public boolean renameTag(Account reader, String from, String to) {
        String name = Subscriptions.name(to);
        return !name.isEmpty() && tags.rename(reader.id(), from, name);
    }

    /** Takes a tag off everything. */
    public boolean deleteTag(Account reader, String name) {
        return tags.delete(reader.id(), name);
    }
}
