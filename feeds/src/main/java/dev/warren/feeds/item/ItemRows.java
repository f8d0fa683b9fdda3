package dev.warren.feeds.item;

import dev.warren.feeds.parse.ParsedItem;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Items in PostgreSQL. Blocks; thread-safe. */
final class ItemRows {

    private final JdbcClient jdbc;

    ItemRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Has whoever else stores items of this feed wait for the end of this transaction. */
    void lock(long source) {
        jdbc.sql("select id from feeds.source where id = ? for no key update")
                .param(source)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    Known known(long source, List<Incoming> incoming) {
        byte[][] uids =
                incoming.stream()
                        .flatMap(one -> one.uids().stream())
                        .distinct()
                        .map(Uid::bytes)
                        .toArray(byte[][]::new);
        List<Known.Row> rows = new ArrayList<>();
        Set<Uid> forgotten = new HashSet<>();
        jdbc.sql(
                        """
                        select id, uid, url, hash from feeds.item
                        where source_id = :source and uid = any(:uids)
                        union all select null, uid, null, null from feeds.item_forgotten
                        where source_id = :source and uid = any(:uids)
                        """)
                .param("source", source)
                .param("uids", uids)
                .query(row -> {
                    Uid uid = Uid.of(row.getBytes("uid"));
                    long id = row.getLong("id");
                    if (row.wasNull()) {
                        forgotten.add(uid);
                    } else {
                        Uid hash = Uid.of(row.getBytes("hash"));
                        rows.add(new Known.Row(id, uid, row.getString("url"), hash));
                    }
                });
        return new Known(rows, forgotten);
    }

    /** Notes that forgotten items are still in their feed, at most once a day each. */
    void stillThere(long source, Collection<Uid> forgotten, Instant now) {
        jdbc.sql(
                        """
                        update feeds.item_forgotten set at = :now
                        where source_id = :source and uid = any(:uids)
                            and at < cast(:now as timestamptz) - interval '1 day'
                        """)
                .param("now", Timestamp.from(now))
                .param("source", source)
                .param("uids", forgotten.stream().map(Uid::bytes).toArray(byte[][]::new))
                .update();
    }

    /**
     * Stores new items with one statement.
     *
     * @return their numbers, which grow in the order given; none for one whose place another has
     */
    Map<Uid, Long> insert(long source, List<Incoming> incoming, Instant now) {
        Map<Uid, Long> ids = new HashMap<>();
        jdbc.sql(
                        """
                        insert into feeds.item (source_id, uid, guid, url, comments_url, title, author,
                            categories, summary, content, enclosures, published_at, seen_at,
                            changed_at, hash)
                        select :source, n.uid, n.guid, n.url, n.comments, n.title, n.author,
                            case when n.categories = '[]' then '{}' else
                                array(select jsonb_array_elements_text(cast(n.categories as jsonb))) end,
                            n.summary, n.content, cast(n.enclosures as jsonb),
                            cast(n.published as timestamptz), t.now, t.now, n.hash
                        from unnest(cast(:uids as bytea[]), cast(:guids as text[]), cast(:urls as text[]),
                            cast(:comments as text[]), cast(:titles as text[]), cast(:authors as text[]),
                            cast(:categories as text[]), cast(:summaries as text[]),
                            cast(:contents as text[]), cast(:enclosures as text[]),
                            cast(:published as text[]), cast(:hashes as bytea[]))
                            with ordinality as n (uid, guid, url, comments, title, author, categories,
                                summary, content, enclosures, published, hash, place),
                            (select cast(:now as timestamptz) as now) t
                        order by n.place
                        on conflict do nothing returning id, uid
                        """)
                .param("source", source)
                .param("now", Timestamp.from(now))
                .param("uids", all(incoming, byte[][]::new, one -> one.uid().bytes()))
                .param("guids", texts(incoming, ParsedItem::guid))
                .param("urls", texts(incoming, ParsedItem::url))
                .param("comments", texts(incoming, item -> item.extras().commentsUrl()))
                .param("titles", texts(incoming, ParsedItem::title))
                .param("authors", texts(incoming, ParsedItem::author))
                .param("categories", texts(incoming, item -> ItemJson.write(categories(item))))
                .param("summaries", texts(incoming, ParsedItem::summary))
                .param("contents", texts(incoming, ParsedItem::content))
                .param("enclosures", texts(incoming, ItemRows::enclosures))
                .param("published", all(incoming, String[]::new, one -> one.published().toString()))
                .param("hashes", all(incoming, byte[][]::new, one -> one.hash().bytes()))
                .query(row -> {
                    ids.put(Uid.of(row.getBytes("uid")), row.getLong("id"));
                });
        return ids;
    }

    private static <T> T[] all(
            List<Incoming> incoming, IntFunction<T[]> array, Function<Incoming, T> value) {
        return incoming.stream().map(value).toArray(array);
    }

    private static String[] texts(List<Incoming> incoming, Function<ParsedItem, String> value) {
        return all(incoming, String[]::new, one -> text(value.apply(one.item())));
    }

    private static String enclosures(ParsedItem item) {
        return ItemJson.write(item.extras().enclosures());
    }

    void change(long id, Incoming incoming, Instant now) {
        ParsedItem item = incoming.item();
        jdbc.sql(
                        """
                        update feeds.item set url = :url, comments_url = :comments, title = :title,
                            author = :author, categories = :categories, summary = :summary,
                            content = :content, enclosures = cast(:enclosures as jsonb),
                            changed_at = :now, hash = :hash
                        where id = :id
                        """)
                .param("id", id)
                .param("url", text(item.url()))
                .param("comments", text(item.extras().commentsUrl()))
                .param("title", text(item.title()))
                .param("author", text(item.author()))
                .param("categories", categories(item))
                .param("summary", text(item.summary()))
                .param("content", text(item.content()))
                .param("enclosures", enclosures(item))
                .param("now", Timestamp.from(now))
                .param("hash", incoming.hash().bytes())
                .update();
    }

    private static String[] categories(ParsedItem item) {
        return item.extras().categories().stream().map(ItemRows::text).toArray(String[]::new);
    }

    /** PostgreSQL keeps every character but this one. */
    private static String text(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** Most characters are one byte in memory, and some are two. */
    long weigh(Collection<Long> ids) {
        return jdbc.sql(
                        """
                        select coalesce(sum(1000 + 2 * (length(title) + length(summary)
                            + length(content))), 0)
                        from feeds.item where id = any(?)
                        """)
                .param(ids.toArray(Long[]::new))
                .query(Long.class)
                .single();
    }

    List<Item> find(Collection<Long> ids) {
        return jdbc.sql("select * from feeds.item where id = any(?) order by id")
                .param(ids.toArray(Long[]::new))
                .query((row, _) -> item(row))
                .list();
    }

    private static Item item(ResultSet row) throws SQLException {
        List<Enclosure> enclosures = ItemJson.read(row.getString("enclosures"));
        return new Item(
                row.getLong("id"),
                row.getLong("source_id"),
                row.getString("guid"),
                row.getString("url"),
                row.getString("comments_url"),
                row.getString("title"),
                row.getString("author"),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getString("summary"),
                row.getString("content"),
                enclosures,
                row.getTimestamp("published_at").toInstant(),
                row.getTimestamp("seen_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }
}
