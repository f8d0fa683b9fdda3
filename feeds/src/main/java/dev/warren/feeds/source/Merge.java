package dev.warren.feeds.source;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes one feed of two, so that nobody sees an item twice or loses a mark. */
final class Merge {

    /** In this order: what names a feed or an item moves before that goes. */
    private static final List<String> STEPS =
            List.of(
                    // items that both have: marks go to the one that stays
                    """
                    insert into feeds.entry as t
                        (account_id, item_id, subscription_id, read_at, starred_at, changed_at)
                    select e.account_id, n.id, e.subscription_id, e.read_at, e.starred_at, now()
                    from feeds.entry e join feeds.item o on o.id = e.item_id
                        join feeds.item n on n.source_id = :to and n.uid = o.uid
                    where o.source_id = :from
                    on conflict (account_id, item_id) do update set
                        read_at = coalesce(t.read_at, excluded.read_at),
                        starred_at = coalesce(t.starred_at, excluded.starred_at), changed_at = now()
                    """,
                    """
                    insert into feeds.digest_item (digest_id, item_id, run_id, part)
                    select g.digest_id, n.id, g.run_id, g.part
                    from feeds.digest_item g join feeds.item o on o.id = g.item_id
                        join feeds.item n on n.source_id = :to and n.uid = o.uid
                    where o.source_id = :from on conflict do nothing
                    """,
                    """
                    delete from feeds.item o using feeds.item n
                    where o.source_id = :from and n.source_id = :to and n.uid = o.uid
                    """,
                    "update feeds.item set source_id = :to where source_id = :from",
                    """
                    insert into feeds.item_forgotten (source_id, uid, at)
                    select :to, uid, at from feeds.item_forgotten where source_id = :from
                    on conflict do nothing
                    """,
                    // who follows both keeps the one that stays
                    """
                    update feeds.entry e set subscription_id = n.id
                    from feeds.subscription o join feeds.subscription n
                        on n.account_id = o.account_id and n.source_id = :to
                    where o.source_id = :from and e.subscription_id = o.id
                    """,
                    """
                    delete from feeds.subscription o using feeds.subscription n
                    where o.source_id = :from and n.source_id = :to and n.account_id = o.account_id
                    """,
                    "update feeds.subscription set source_id = :to where source_id = :from",
                    """
                    delete from feeds.digest_source o using feeds.digest_source n
                    where o.source_id = :from and n.source_id = :to and n.digest_id = o.digest_id
                    """,
                    "update feeds.digest_source set source_id = :to where source_id = :from",
                    "update feeds.source set unused_since = null, followed_at = now() where id = :to",
                    "delete from feeds.source where id = :from");

    private final JdbcClient jdbc;
    private final Supplier<List<SourceMoved>> listeners;

    Merge(JdbcClient jdbc, Supplier<List<SourceMoved>> listeners) {
        this.jdbc = jdbc;
        this.listeners = listeners;
    }

    /** Within a transaction. */
    void run(long from, long to) {
        jdbc.sql("select id from feeds.source where id in (?, ?) order by id for update")
                .params(from, to)
                .query((row, _) -> row.getLong(1))
                .list();
        listeners.get().forEach(listener -> listener.moved(from, to));
        STEPS.forEach(step -> jdbc.sql(step).param("from", from).param("to", to).update());
    }
}
