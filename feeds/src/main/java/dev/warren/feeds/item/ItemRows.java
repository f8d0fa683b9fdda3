package dev.warren.feeds.item;

import dev.warren.feeds.parse.ParsedItem;
import dev.warren.feeds.parse.ParsedItem.Enclosure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        List<Known.Row> rows =
                jdbc.sql(
                                "select id, uid, url, hash from feeds.item where source_id = ? and uid = any(?)")
                        .params(source, uids)
                        .query((row, _) ->
                                new Known.Row(
                                        row.getLong("id"),
                                        Uid.of(row.getBytes("uid")),
                                        row.getString("url"),
                                        Uid.of(row.getBytes("hash"))))
                        .list();
        Set<Uid> forgotten =
                new HashSet<>(
                        jdbc.sql(
                                        "select uid from feeds.item_forgotten where source_id = ? and uid = any(?)")
                                .params(source, uids)
                                .query((row, _) -> Uid.of(row.getBytes("uid")))
                                .list());
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

    /** Empty when another item of the document took its place. */
    Optional<Long> insert(long source, Incoming incoming, Instant now) {
        ParsedItem item = incoming.item();
        return jdbc.sql(
                        """
                        insert into feeds.item (source_id, uid, guid, url, comments_url, title, author,
                            categories, summary, content, enclosures, published_at, seen_at,
                            changed_at, hash)
                        values (:source, :uid, :guid, :url, :comments, :title, :author, :categories,
                            :summary, :content, cast(:enclosures as jsonb), :published, :now, :now,
                            :hash)
                        on conflict do nothing returning id
                        """)
                .param("source", source)
                .param("uid", incoming.uid().bytes())
                .param("guid", text(item.guid()))
                .param("url", text(item.url()))
                .param("comments", text(item.extras().commentsUrl()))
                .param("title", text(item.title()))
                .param("author", text(item.author()))
                .param("categories", categories(item))
                .param("summary", text(item.summary()))
                .param("content", text(item.content()))
                .param("enclosures", EnclosureJson.write(item.extras().enclosures()))
                .param("published", Timestamp.from(incoming.published()))
                .param("now", Timestamp.from(now))
                .param("hash", incoming.hash().bytes())
                .query(Long.class)
                .optional();
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
                .param("enclosures", EnclosureJson.write(item.extras().enclosures()))
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
        List<Enclosure> enclosures = EnclosureJson.read(row.getString("enclosures"));
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
