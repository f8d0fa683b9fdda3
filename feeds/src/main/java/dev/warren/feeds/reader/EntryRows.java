package dev.warren.feeds.reader;

import dev.warren.feeds.rules.Rules;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Entries in PostgreSQL. Blocks; thread-safe. */
final class EntryRows {

    private final JdbcClient jdbc;

    EntryRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a reader did with an item.
     *
     * @param whole whether the page behind it is wanted in the place of what its feed has
     */
    record State(
            long item,
            Optional<Long> subscription,
            boolean read,
            boolean starred,
            boolean whole,
            String[] tags) {}

    /** Makes entries of items, read or starred from the start where rules say so. */
    void insert(long account, long subscription, Map<Long, Rules.Verdict> verdicts, Instant now) {
        jdbc.sql(
                        """
                        insert into feeds.entry
                            (account_id, item_id, subscription_id, read_at, starred_at, changed_at)
                        select :account, n.item, :subscription, case when n.read then t.now end,
                            case when n.starred then t.now end, t.now
                        from unnest(cast(:items as bigint[]), cast(:read as boolean[]),
                                cast(:starred as boolean[])) as n (item, read, starred),
                            (select cast(:now as timestamptz) as now) t
                        on conflict (account_id, item_id) do update
                            set subscription_id = excluded.subscription_id
                        """)
                .param("account", account)
                .param("subscription", subscription)
                .param("items", verdicts.keySet().toArray(Long[]::new))
                .param("read", marks(verdicts, Rules.Verdict::read))
                .param("starred", marks(verdicts, Rules.Verdict::starred))
                .param("now", Timestamp.from(now))
                .update();
    }

    private static Boolean[] marks(
            Map<Long, Rules.Verdict> verdicts, Function<Rules.Verdict, Boolean> mark) {
        return verdicts.values().stream().map(mark).toArray(Boolean[]::new);
    }

    /** Items of the query's entries, in its order. */
    List<Long> ids(long account, EntryQuery query) {
        Conditions where = new Conditions(account).stream(query.stream()).show(query.show());
        where.range(query.range()).words(query.words());
        boolean newest = query.order() == EntryQuery.Order.NEWEST_FIRST;
        return jdbc.sql(
                        "select e.item_id from feeds.entry e"
                                + where.joins()
                                + " where "
                                + where.text()
                                + (newest
                                        ? " order by e.item_id desc limit :most"
                                        : " order by e.item_id limit :most"))
                .params(where.values())
                .param("most", query.most())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    long count(long account, EntryQuery.Show show) {
        Conditions where = new Conditions(account).show(show);
        return jdbc.sql("select count(*) from feeds.entry e where " + where.text())
                .params(where.values())
                .query(Long.class)
                .single();
    }

    Map<Long, State> states(long account, Collection<Long> items) {
        Map<Long, State> states = new HashMap<>();
        jdbc.sql(
                        """
                        select e.item_id, e.subscription_id, e.read_at is not null as read,
                            e.starred_at is not null as starred,
                            exists (select from feeds.subscription s
                                where s.id = e.subscription_id and s.full_text) as whole,
                            array(select t.name from feeds.entry_tag x join feeds.tag t on t.id = x.tag_id
                                where x.account_id = e.account_id and x.item_id = e.item_id
                                order by t.name) as tags
                        from feeds.entry e where e.account_id = :account and e.item_id = any(:items)
                        """)
                .param("account", account)
                .param("items", items.toArray(Long[]::new))
                .query((row, _) ->
                        new State(
                                row.getLong("item_id"),
                                Optional.ofNullable(row.getObject("subscription_id", Long.class)),
                                row.getBoolean("read"),
                                row.getBoolean("starred"),
                                row.getBoolean("whole"),
                                (String[]) row.getArray("tags").getArray()))
                .list()
                .forEach(state -> states.put(state.item(), state));
        return states;
    }

    /** What lists show; of each text only as much as that is read. */
    List<EntryHead> heads(long account, Collection<Long> items) {
        return jdbc.sql(
                        """
                        select e.item_id, e.subscription_id, e.read_at is not null as read,
                            e.starred_at is not null as starred, i.url, i.published_at,
                            left(i.title, :line) as title, left(i.author, :line) as author,
                            left(case when i.summary = '' then i.content else i.summary end,
                                :beginning) as beginning,
                            array(select t.name from feeds.entry_tag x join feeds.tag t on t.id = x.tag_id
                                where x.account_id = e.account_id and x.item_id = e.item_id
                                order by t.name) as tags
                        from feeds.entry e join feeds.item i on i.id = e.item_id
                        where e.account_id = :account and e.item_id = any(:items)
                        """)
                .param("account", account)
                .param("items", items.toArray(Long[]::new))
                .param("line", EntryHead.LONGEST_LINE)
                .param("beginning", EntryHead.LONGEST_BEGINNING)
                .query((row, _) ->
                        new EntryHead(
                                row.getLong("item_id"),
                                Optional.ofNullable(row.getObject("subscription_id", Long.class)),
                                row.getString("title"),
                                row.getString("author"),
                                row.getString("url"),
                                row.getString("beginning"),
                                row.getTimestamp("published_at").toInstant(),
                                row.getBoolean("read"),
                                row.getBoolean("starred"),
                                List.of((String[]) row.getArray("tags").getArray())))
                .list();
    }

    List<Unread> unread(long account) {
        return jdbc.sql(
                        """
                        select e.subscription_id, count(*) as unread, max(e.item_id) as newest,
                            max(i.seen_at) as at
                        from feeds.entry e join feeds.item i on i.id = e.item_id
                        where e.account_id = ? and e.read_at is null and e.subscription_id is not null
                        group by e.subscription_id
                        """)
                .param(account)
                .query((row, _) ->
                        new Unread(
                                row.getLong("subscription_id"),
                                row.getLong("unread"),
                                row.getLong("newest"),
                                row.getTimestamp("at").toInstant()))
                .list();
    }

    int setRead(long account, Collection<Long> items, boolean read, Instant now) {
        return jdbc.sql(
                        read
                                ? "update feeds.entry set read_at = :now, changed_at = :now where account_id = :account and item_id = any(:items) and read_at is null"
                                : "update feeds.entry set read_at = null, changed_at = :now where account_id = :account and item_id = any(:items) and read_at is not null")
                .param("now", Timestamp.from(now))
                .param("account", account)
                .param("items", items.toArray(Long[]::new))
                .update();
    }

    int setStarred(long account, Collection<Long> items, boolean starred, Instant now) {
        return jdbc.sql(
                        starred
                                ? "update feeds.entry set starred_at = :now, changed_at = :now where account_id = :account and item_id = any(:items) and starred_at is null"
                                : "update feeds.entry set starred_at = null, changed_at = :now where account_id = :account and item_id = any(:items) and starred_at is not null")
                .param("now", Timestamp.from(now))
                .param("account", account)
                .param("items", items.toArray(Long[]::new))
                .update();
    }

    /** Marks a stream read as far as {@code range} goes. */
    int setAllRead(long account, Stream stream, EntryQuery.Range range, Instant now) {
        Conditions where = new Conditions(account).stream(stream).show(EntryQuery.Show.UNREAD);
        where.range(range);
        Map<String, Object> values = new HashMap<>(where.values());
        values.put("now", Timestamp.from(now));
        return jdbc.sql(
                        "update feeds.entry u set read_at = :now, changed_at = :now from (select e.account_id, e.item_id from feeds.entry e"
                                + where.joins()
                                + " where "
                                + where.text()
                                + ") f where u.account_id = f.account_id and u.item_id = f.item_id")
                .params(values)
                .update();
    }

    int setUnreadSince(long account, Instant since, Instant now) {
        return jdbc.sql(
                        "update feeds.entry set read_at = null, changed_at = ? where account_id = ? and read_at >= ?")
                .params(Timestamp.from(now), account, Timestamp.from(since))
                .update();
    }

    /** Forgets what was not starred of a subscription that ends. */
    void forget(long account, long subscription) {
        jdbc.sql(
                        "delete from feeds.entry where account_id = ? and subscription_id = ? and starred_at is null")
                .params(account, subscription)
                .update();
    }

    /** The newest items of a feed, oldest first. */
    List<Long> newest(long source, int most) {
        List<Long> ids =
                new ArrayList<>(
                        jdbc.sql(
                                        "select id from feeds.item where source_id = ? order by published_at desc, id desc limit ?")
                                .params(source, most)
                                .query((row, _) -> row.getLong(1))
                                .list());
        ids.sort(null);
        return ids;
    }
}
