package dev.warren.feeds.item;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Forgets items that are old enough, a thousand at a time, and remembers that they were there for
 * as long as their feeds still have them.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final int AT_ONCE = 1000;
    private static final int MOST_ROUNDS = 100;

    private static final String FORGET =
            """
            with old as (
                select i.id from feeds.item i
                where i.seen_at < now() - make_interval(secs => :read)
                    and not exists (select from feeds.entry e where e.item_id = i.id
                        and (e.starred_at is not null or (e.read_at is null
                            and i.seen_at >= now() - make_interval(secs => :unread))))
                    and not exists (select from feeds.digest_source s
                        where s.source_id = i.source_id and s.begun
                            and not exists (select from feeds.digest_item g
                                where g.digest_id = s.digest_id and g.item_id = i.id))
                order by i.seen_at limit :most),
            gone as (delete from feeds.item i using old where i.id = old.id
                returning i.source_id, i.uid)
            insert into feeds.item_forgotten (source_id, uid, at)
            select source_id, uid, now() from gone
            on conflict (source_id, uid) do update set at = now()
            """;

    private final JdbcClient jdbc;
    private final RetentionProperties settings;

    Retention(JdbcClient jdbc, RetentionProperties settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    void run() {
        try {
            int forgotten = 0;
            for (int round = 0; round < MOST_ROUNDS; round++) {
                int some = forget();
                forgotten += some;
                if (some < AT_ONCE) {
                    break;
                }
            }
            letGo();
            if (forgotten > 0) {
                LOG.info("feed items forgotten number={}", forgotten);
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("feed items upkeep waits cause={}", away.toString());
        }
    }

    /** What is not in its feed any more: that was read since, and did not have it. */
    private void letGo() {
        jdbc.sql(
                        """
                        delete from feeds.item_forgotten f using feeds.source s
                        where s.id = f.source_id and f.at < s.changed_at - interval '90 days'
                        """)
                .update();
    }

    private int forget() {
        return jdbc.sql(FORGET)
                .param("read", settings.read().toSeconds())
                .param("unread", settings.unread().toSeconds())
                .param("most", AT_ONCE)
                .update();
    }
}
