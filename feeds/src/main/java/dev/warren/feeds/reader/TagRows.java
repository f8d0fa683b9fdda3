package dev.warren.feeds.reader;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tags of entries. Blocks; thread-safe. */
final class TagRows {

    private final JdbcClient jdbc;

    TagRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Tag> list(long account) {
        return jdbc.sql("select id, name from feeds.tag where account_id = ? order by name, id")
                .param(account)
                .query((row, _) -> new Tag(row.getLong("id"), row.getString("name")))
                .list();
    }

    Optional<Long> find(long account, String name) {
        return jdbc.sql("select id from feeds.tag where account_id = ? and name = ?")
                .params(account, name)
                .query(Long.class)
                .optional();
    }

    /** The tag of that name, made when it is new; empty when there are too many. */
    Optional<Long> make(long account, String name, int most) {
        Optional<Long> there = find(account, name);
        if (there.isPresent()) {
            return there;
        }
        jdbc.sql(
                        """
                        insert into feeds.tag (account_id, name)
                        select :account, :name
                        where (select count(*) from feeds.tag where account_id = :account) < :most
                        on conflict do nothing
                        """)
                .param("account", account)
                .param("name", name)
                .param("most", most)
                .update();
        return find(account, name);
    }

    void add(long account, Collection<Long> items, long tag) {
        jdbc.sql(
                        """
                        insert into feeds.entry_tag (account_id, item_id, tag_id)
                        select account_id, item_id, :tag from feeds.entry
                        where account_id = :account and item_id = any(:items)
                        on conflict do nothing
                        """)
                .param("account", account)
                .param("items", items.toArray(Long[]::new))
                .param("tag", tag)
                .update();
    }

    void remove(long account, Collection<Long> items, long tag) {
        jdbc.sql(
                        "delete from feeds.entry_tag where account_id = ? and item_id = any(?) and tag_id = ?")
                .params(account, items.toArray(Long[]::new), tag)
                .update();
    }

    boolean rename(long account, String from, String to) {
        return jdbc.sql(
                                """
                                update feeds.tag set name = :to where account_id = :account and name = :from
                                    and not exists (select 1 from feeds.tag
                                        where account_id = :account and name = :to)
                                """)
                        .param("account", account)
                        .param("from", from)
                        .param("to", to)
                        .update()
                > 0;
    }

    boolean delete(long account, String name) {
        return jdbc.sql("delete from feeds.tag where account_id = ? and name = ?")
                        .params(account, name)
                        .update()
                > 0;
    }
}
