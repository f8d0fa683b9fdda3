package dev.warren.feeds.source;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is put in order among feeds and domains now and then. Blocks; thread-safe. */
final class UpkeepRows {

    private static final String USED =
            """
            (exists (select from feeds.subscription r where r.source_id = s.id)
                or exists (select from feeds.digest_source r where r.source_id = s.id))
            """;

    private final JdbcClient jdbc;

    UpkeepRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Feeds that nobody follows are not asked any more, unless somebody was just about to. */
    int markUnused(Duration grace) {
        return jdbc.sql(
                        """
                        update feeds.source s set unused_since = now()
                        where unused_since is null
                            and followed_at < now() - make_interval(secs => ?) and not %s
                        """
                                .formatted(USED))
                .param(grace.toSeconds())
                .update();
    }

    int markUsed() {
        return jdbc.sql(
                        "update feeds.source s set unused_since = null where unused_since is not null and "
                                + USED)
                .update();
    }

    /** What somebody starred stays, with its feed. */
    int removeUnused(Duration after) {
        return jdbc.sql(
                        """
                        delete from feeds.source s
                        where unused_since < now() - make_interval(secs => ?) and not %s
                            and not exists (select from feeds.item i
                                join feeds.entry e on e.item_id = i.id
                                where i.source_id = s.id and e.starred_at is not null)
                        """
                                .formatted(USED))
                .param(after.toSeconds())
                .update();
    }

    int removeDomains() {
        return jdbc.sql(
                        """
                        delete from feeds.domain d
                        where d.claim is null and d.next_at < now() - interval '1 hour'
                            and not exists (select from feeds.source s where s.domain = d.name)
                        """)
                .update();
    }

    /**
     * Times that lie further ahead than any is set: the clock was set back.
     *
     * @param most the longest that anything is put off
     */
    int bringForward(Duration most) {
        int domains =
                jdbc.sql(
                                """
                                update feeds.domain set next_at = now(), due_at = now(), claim = null,
                                    claimed_until = null
                                where next_at > now() + make_interval(secs => ?)
                                """)
                        .param(most.toSeconds())
                        .update();
        int sources =
                jdbc.sql(
                                """
                                update feeds.source set next_fetch_at = now() + random() * interval '1 hour',
                                    rest_until = null
                                where next_fetch_at > now() + make_interval(secs => :most)
                                    or rest_until > now() + make_interval(secs => :most)
                                """)
                        .param("most", most.toSeconds())
                        .update();
        return domains + sources;
    }

    /** Domains whose feeds are due before they are to be looked at, and those without a row. */
    int mendDomains() {
        int missing =
                jdbc.sql(
                                """
                                insert into feeds.domain (name, next_at)
                                select distinct s.domain, now() from feeds.source s
                                where not exists (select from feeds.domain d where d.name = s.domain)
                                on conflict do nothing
                                """)
                        .update();
        return missing
                + jdbc.sql(
                                """
                                update feeds.domain d set due_at = greatest(d.next_at, s.first)
                                from (select domain, min(next_fetch_at) as first from feeds.source
                                    where unused_since is null group by domain) s
                                where s.domain = d.name and d.claim is null
                                    and d.due_at > greatest(d.next_at, s.first)
                                """)
                        .update();
    }
}
