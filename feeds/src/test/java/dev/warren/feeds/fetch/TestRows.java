package dev.warren.feeds.fetch;

import dev.warren.core.people.Account;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests ask and tell the database by themselves. */
record TestRows(JdbcClient jdbc) {

    int starred(long source) {
        return jdbc.sql(
                        """
                        select count(*) from feeds.entry e join feeds.item i on i.id = e.item_id
                        where i.source_id = ? and e.starred_at is not null
                        """)
                .param(source)
                .query(Integer.class)
                .single();
    }

    void subscribe(Account reader, long source) {
        jdbc.sql(
                        """
                        insert into feeds.subscription (account_id, source_id, created_at)
                        values (?, ?, now()) on conflict do nothing
                        """)
                .params(reader.id(), source)
                .update();
    }

    boolean unused(long source) {
        return jdbc.sql("select unused_since is not null from feeds.source where id = ?")
                .param(source)
                .query(Boolean.class)
                .single();
    }
}
