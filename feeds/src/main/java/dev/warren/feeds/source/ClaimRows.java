package dev.warren.feeds.source;

import dev.warren.feeds.parse.ParsedFeed.Pace;
import dev.warren.feeds.source.Claim.History;
import dev.warren.feeds.source.Claim.Moved;
import dev.warren.feeds.source.Claim.Validators;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who asks which domain, in PostgreSQL: one thread of one node at a time, and not before the
 * domain's pace allows it. All times are the database's. Blocks; thread-safe.
 */
final class ClaimRows {

    /** A claim that ends later than any is taken for is from before the clock was set back. */
    private static final String FREE =
            "(d.claimed_until is null or d.claimed_until <= now() or d.claimed_until > now() + 2 * make_interval(secs => :life))";

    /** When something came up while the domain was claimed; that may be later than what is read. */
    static final String SOONER =
            "case when d.due_at < d.claimed_until then d.due_at else 'infinity' end";

    private static final String TAKE =
            """
            with due as (
                select d.name from feeds.domain d where d.due_at <= now() and %s
                order by d.due_at limit :most for no key update skip locked),
            taken as (
                update feeds.domain d set claim = gen_random_uuid(),
                    claimed_until = now() + make_interval(secs => :life),
                    due_at = now() + make_interval(secs => :life)
                from due where d.name = due.name returning d.name, d.claim)
            select taken.name, taken.claim, now() as at, s.*
            from taken left join lateral (
                select * from feeds.source s where s.domain = taken.name
                    and s.unused_since is null and s.next_fetch_at <= now()
                order by s.next_fetch_at limit 1) s on true
            """
                    .formatted(FREE);

    private final JdbcClient jdbc;
    private final Duration life;

    /**
     * @param life how long a claim is good
     */
    ClaimRows(JdbcClient jdbc, Duration life) {
        this.jdbc = jdbc;
        this.life = life;
    }

    /**
     * A domain that was claimed, and its feed that is due.
     *
     * @param feed null when there is none after all
     */
    record Row(UUID claim, String domain, @Nullable Feed feed) {}

    /** A feed as it is stored. */
    record Feed(
            long id,
            String url,
            Optional<Long> account,
            byte @Nullable [] credentials,
            Instant at,
            Validators validators,
            History history) {}

    List<Row> take(int most) {
        return jdbc.sql(TAKE)
                .param("most", most)
                .param("life", life.toSeconds())
                .query((row, _) ->
                        new Row(
                                row.getObject("claim", UUID.class),
                                row.getString("name"),
                                row.getObject("id") == null ? null : feed(row)))
                .list();
    }

    private static Feed feed(ResultSet row) throws SQLException {
        Instant at = row.getTimestamp("at").toInstant();
        long account = row.getLong("account_id");
        return new Feed(
                row.getLong("id"),
                row.getString("url"),
                account == 0 ? Optional.empty() : Optional.of(account),
                row.getBytes("credentials"),
                at,
                new Validators(
                        row.getString("etag"),
                        row.getString("last_modified"),
                        row.getBytes("body_hash")),
                history(row, at));
    }

    private static History history(ResultSet row, Instant at) throws SQLException {
        double gap = row.getDouble("gap_seconds");
        Optional<Double> known = row.wasNull() ? Optional.empty() : Optional.of(gap);
        String to = row.getString("moved_to");
        Timestamp since = row.getTimestamp("moved_since");
        return new History(
                SourceRows.instant(row, "fetched_at"),
                SourceRows.instant(row, "changed_at"),
                known,
                row.getInt("failures"),
                pace(row),
                SourceRows.instant(row, "pushed_until").filter(at::isBefore).isPresent(),
                to == null || since == null
                        ? Optional.empty()
                        : Optional.of(new Moved(to, since.toInstant(), row.getInt("moved_seen"))));
    }

    private static Pace pace(ResultSet row) throws SQLException {
        long ttl = row.getLong("ttl_seconds");
        Integer[] hours = (Integer[]) row.getArray("skip_hours").getArray();
        Integer[] days = (Integer[]) row.getArray("skip_days").getArray();
        return new Pace(
                ttl > 0 ? Optional.of(Duration.ofSeconds(ttl)) : Optional.empty(),
                Set.of(hours),
                Stream.of(days).map(DayOfWeek::of).collect(Collectors.toSet()));
    }

    /** Gives a domain back, without a pause. */
    void release(String domain, UUID claim) {
        jdbc.sql(
                        """
                        update feeds.domain d set claim = null, claimed_until = null,
                            due_at = greatest(d.next_at, least(%s, (select min(s.next_fetch_at)
                                from feeds.source s where s.domain = d.name
                                    and s.unused_since is null)))
                        where d.name = ? and d.claim = ?
                        """
                                .formatted(SOONER))
                .params(domain, claim)
                .update();
    }

    /** Claims {@code domain} for a redirect that leads there, if its pace allows it now. */
    Optional<UUID> enter(String domain) {
        jdbc.sql(
                        """
                        insert into feeds.domain (name, next_at) values (?, now())
                        on conflict do nothing\
                        """)
                .param(domain)
                .update();
        return jdbc.sql(
                        """
                        update feeds.domain d set claim = gen_random_uuid(),
                            claimed_until = now() + make_interval(secs => :life)
                        where d.name = :domain and d.next_at <= now() and %s returning d.claim
                        """
                                .formatted(FREE))
                .param("domain", domain)
                .param("life", life.toSeconds())
                .query(UUID.class)
                .optional();
    }

    /** Gives back what {@link #enter} claimed. */
    void leave(String domain, UUID claim, Duration pause) {
        jdbc.sql(
                        """
                        update feeds.domain d set claim = null, claimed_until = null,
                            next_at = now() + make_interval(secs => :pause),
                            due_at = greatest(d.due_at, now() + make_interval(secs => :pause))
                        where d.name = :domain and d.claim = :claim
                        """)
                .param("pause", seconds(pause))
                .param("domain", domain)
                .param("claim", claim)
                .update();
    }

    /** Has the domain's row wait for the end of this transaction; false when the claim is lost. */
    boolean confirm(String domain, UUID claim) {
        return jdbc.sql("select 1 from feeds.domain where name = ? and claim = ? for no key update")
                .params(domain, claim)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
