package dev.warren.feeds.websub;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What hubs were asked and said, in PostgreSQL, by its clock. Blocks; thread-safe. */
final class HubRows {

    private final JdbcClient jdbc;

    HubRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a hub is asked for.
     *
     * @param secret encrypted
     * @param failures in a row
     */
    record Row(long source, String hub, String topic, String token, byte[] secret, int failures) {}

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("source_id"),
                row.getString("hub"),
                row.getString("topic"),
                row.getString("token"),
                row.getBytes("secret"),
                row.getInt("failures"));
    }

    /** A feed that names a hub which was not asked yet, or another than before. */
    record Unasked(long source, String hub, String topic) {}

    /** Feeds with credentials are nobody else's business. */
    List<Unasked> unasked(int most) {
        return jdbc.sql(
                        """
                        select s.id, s.hub_url, s.topic_url from feeds.source s
                            left join feeds.hub_subscription h on h.source_id = s.id
                        where s.hub_url <> '' and s.account_id is null and s.unused_since is null
                            and (h.source_id is null or h.hub <> s.hub_url or h.topic <> s.topic_url)
                        limit ?
                        """)
                .param(most)
                .query((row, _) ->
                        new Unasked(
                                row.getLong("id"),
                                row.getString("hub_url"),
                                row.getString("topic_url")))
                .list();
    }

    void put(Unasked feed, String token, byte[] secret) {
        jdbc.sql(
                        """
                        insert into feeds.hub_subscription
                            (source_id, hub, topic, token, secret, ask_at)
                        values (:source, :hub, :topic, :token, :secret, now())
                        on conflict (source_id) do update set hub = excluded.hub,
                            topic = excluded.topic, token = excluded.token,
                            secret = excluded.secret, ask_at = now(), asked_at = null,
                            lease_until = null, failures = 0, problem = null
                        """)
                .param("source", feed.source())
                .param("hub", feed.hub())
                .param("topic", feed.topic())
                .param("token", token)
                .param("secret", secret)
                .update();
    }

    /** Feeds that do not name a hub any more. */
    void removeStale() {
        jdbc.sql(
                        """
                        delete from feeds.hub_subscription h using feeds.source s
                        where s.id = h.source_id and s.hub_url = ''
                        """)
                .update();
        jdbc.sql(
                        """
                        update feeds.source s set pushed_until = null
                        where pushed_until is not null and not exists
                            (select from feeds.hub_subscription h where h.source_id = s.id)
                        """)
                .update();
    }

    /** Takes those that are to be asked, and puts them off until they are asked again. */
    List<Row> take(int most, Duration again) {
        return jdbc.sql(
                        """
                        update feeds.hub_subscription h set asked_at = now(),
                            ask_at = now() + make_interval(secs => :again)
                        from (select d.source_id from feeds.hub_subscription d
                                join feeds.source s on s.id = d.source_id
                            where d.ask_at <= now() and s.unused_since is null
                            order by d.ask_at limit :most for no key update of d skip locked) due
                        where h.source_id = due.source_id returning h.*
                        """)
                .param("again", again.toSeconds())
                .param("most", most)
                .query((row, _) -> row(row))
                .list();
    }

    Optional<Row> find(String token) {
        return jdbc.sql("select * from feeds.hub_subscription where token = ?")
                .param(token)
                .query((row, _) -> row(row))
                .optional();
    }

    /** The hub did not take the request, or says that it will not send. */
    void failed(Row row, String problem, Duration again) {
        jdbc.sql(
                        """
                        update feeds.hub_subscription set failures = failures + 1, problem = :problem,
                            ask_at = now() + make_interval(secs => :again)
                        where source_id = :source and token = :token
                        """)
                .param("problem", problem)
                .param("again", again.toSeconds())
                .param("source", row.source())
                .param("token", row.token())
                .update();
    }

    /**
     * The hub asks whether it was really asked; false when it was not, or long ago.
     *
     * @param lease for how long it sends
     */
    boolean verified(Row row, Duration lease, Duration within) {
        int verified =
                jdbc.sql(
                                """
                                update feeds.hub_subscription set failures = 0, problem = null,
                                    lease_until = now() + make_interval(secs => :lease),
                                    ask_at = now() + make_interval(secs => :lease * 0.75)
                                where source_id = :source and token = :token
                                    and asked_at > now() - make_interval(secs => :within)
                                """)
                        .param("lease", lease.toSeconds())
                        .param("within", within.toSeconds())
                        .param("source", row.source())
                        .param("token", row.token())
                        .update();
        if (verified > 0) {
            jdbc.sql(
                            """
                            update feeds.source
                            set pushed_until = now() + make_interval(secs => ?) where id = ?
                            """)
                    .params(lease.toSeconds(), row.source())
                    .update();
        }
        return verified > 0;
    }

    /** From now on the feed is asked as any other. */
    void denied(Row row, String reason, Duration again) {
        failed(row, reason, again);
        jdbc.sql("update feeds.source set pushed_until = null where id = ?")
                .param(row.source())
                .update();
    }
}
