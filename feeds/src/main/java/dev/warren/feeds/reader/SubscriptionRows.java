package dev.warren.feeds.reader;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Subscriptions and their folders in PostgreSQL. Blocks; thread-safe. */
final class SubscriptionRows {

    private static final String SELECT =
            """
            select s.id, s.source_id, s.folder_id, f.name as folder, s.full_text,
                coalesce(nullif(s.title, ''), nullif(o.title, ''), o.url) as title,
                o.url, o.site_url, o.changed_at, o.problem
            from feeds.subscription s
            join feeds.source o on o.id = s.source_id
            left join feeds.folder f on f.id = s.folder_id
            where s.account_id = :account
            """;

    private final JdbcClient jdbc;

    SubscriptionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Who follows a feed. */
    record Follower(long account, long subscription) {}

    List<Subscription> list(long account) {
        return jdbc.sql(SELECT + " order by lower(coalesce(nullif(s.title, ''), o.title)), s.id")
                .param("account", account)
                .query((row, _) -> subscription(row))
                .list();
    }

    Optional<Subscription> find(long account, long id) {
        return jdbc.sql(SELECT + " and s.id = :id")
                .param("account", account)
                .param("id", id)
                .query((row, _) -> subscription(row))
                .optional();
    }

    Optional<Subscription> ofSource(long account, long source) {
        return jdbc.sql(SELECT + " and s.source_id = :source")
                .param("account", account)
                .param("source", source)
                .query((row, _) -> subscription(row))
                .optional();
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        Long folder = row.getObject("folder_id", Long.class);
        return new Subscription(
                row.getLong("id"),
                row.getLong("source_id"),
                row.getString("title"),
                row.getString("url"),
                row.getString("site_url"),
                Optional.ofNullable(folder)
                        .map(id -> new Subscription.Folder(id, text(row, "folder"))),
                row.getBoolean("full_text"),
                Optional.ofNullable(row.getTimestamp("changed_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("problem")));
    }

    private static String text(ResultSet row, String column) {
        try {
            return row.getString(column);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    List<Follower> followers(long source) {
        return jdbc.sql("select account_id, id from feeds.subscription where source_id = ?")
                .param(source)
                .query((row, _) -> new Follower(row.getLong("account_id"), row.getLong("id")))
                .list();
    }

    /** Empty when the account follows it already, or as many as it may. */
    Optional<Long> insert(long account, long source, String title, Instant now, int most) {
        return jdbc.sql(
                        """
                        insert into feeds.subscription (account_id, source_id, title, created_at)
                        select :account, :source, :title, :now
                        where (select count(*) from feeds.subscription where account_id = :account) < :most
                        on conflict do nothing
                        returning id
                        """)
                .param("account", account)
                .param("source", source)
                .param("title", title)
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query(Long.class)
                .optional();
    }

    boolean delete(long account, long id) {
        return jdbc.sql("delete from feeds.subscription where account_id = ? and id = ?")
                        .params(account, id)
                        .update()
                > 0;
    }

    boolean setTitle(long account, long id, String title) {
        return jdbc.sql("update feeds.subscription set title = ? where account_id = ? and id = ?")
                        .params(title, account, id)
                        .update()
                > 0;
    }

    boolean setFolder(long account, long id, @Nullable Long folder) {
        return jdbc.sql(
                                "update feeds.subscription set folder_id = ? where account_id = ? and id = ?")
                        .params(Arrays.asList(folder, account, id))
                        .update()
                > 0;
    }

    boolean setFullText(long account, long id, boolean fullText) {
        return jdbc.sql(
                                "update feeds.subscription set full_text = ? where account_id = ? and id = ?")
                        .params(fullText, account, id)
                        .update()
                > 0;
    }

    List<Subscription.Folder> folders(long account) {
        return jdbc.sql(
                        "select id, name from feeds.folder where account_id = ? order by lower(name), id")
                .param(account)
                .query((row, _) ->
                        new Subscription.Folder(row.getLong("id"), row.getString("name")))
                .list();
    }

    /** The folder of that name, made when it is new; empty when there are too many. */
    Optional<Long> makeFolder(long account, String name, int most) {
        jdbc.sql(
                        """
                        insert into feeds.folder (account_id, name)
                        select :account, :name
                        where (select count(*) from feeds.folder where account_id = :account) < :most
                        on conflict do nothing
                        """)
                .param("account", account)
                .param("name", name)
                .param("most", most)
                .update();
        return jdbc.sql("select id from feeds.folder where account_id = ? and name = ?")
                .params(account, name)
                .query(Long.class)
                .optional();
    }

    boolean renameFolder(long account, String from, String to) {
        return jdbc.sql(
                                """
                                update feeds.folder set name = :to where account_id = :account and name = :from
                                    and not exists (select 1 from feeds.folder
                                        where account_id = :account and name = :to)
                                """)
                        .param("account", account)
                        .param("from", from)
                        .param("to", to)
                        .update()
                > 0;
    }

    boolean deleteFolder(long account, String name) {
        return jdbc.sql("delete from feeds.folder where account_id = ? and name = ?")
                        .params(account, name)
                        .update()
                > 0;
    }
}
