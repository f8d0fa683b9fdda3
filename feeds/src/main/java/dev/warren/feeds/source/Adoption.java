package dev.warren.feeds.source;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives feeds the address that they permanently redirect to, once that has held for days; where
 * that feed is known already, both become one. Feeds with credentials keep theirs, which are for
 * their address only. Blocks; thread-safe.
 */
final class Adoption {

    private static final int MOST_AT_ONCE = 100;

    private static final Duration LEAST_AGE = Duration.ofDays(7);
    private static final int LEAST_TIMES = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Merge merge;

    Adoption(JdbcClient jdbc, TransactionTemplate transactions, Merge merge) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.merge = merge;
    }

    private record Moving(long id, String to) {}

    /** Returns how many have a new address. */
    int run() {
        List<Moving> ready =
                jdbc.sql(
                                """
                                select id, moved_to from feeds.source
                                where moved_to is not null and credentials is null
                                    and moved_seen >= :times and failures = 0
                                    and moved_since <= now() - make_interval(secs => :age)
                                limit :most
                                """)
                        .param("times", LEAST_TIMES)
                        .param("age", LEAST_AGE.toSeconds())
                        .param("most", MOST_AT_ONCE)
                        .query((row, _) -> new Moving(row.getLong("id"), row.getString("moved_to")))
                        .list();
        ready.forEach(moving -> transactions.executeWithoutResult(_ -> adopt(moving)));
        return ready.size();
    }

    private void adopt(Moving moving) {
        String domain = Domains.of(URI.create(moving.to()));
        List<Long> other =
                jdbc.sql(
                                "select id from feeds.source where url = ? and credentials_key = '' and id <> ?")
                        .params(moving.to(), moving.id())
                        .query((row, _) -> row.getLong("id"))
                        .list();
        if (!other.isEmpty()) {
            merge.run(moving.id(), other.getFirst());
            return;
        }
        jdbc.sql(
                        "insert into feeds.domain (name, next_at, due_at) values (?, now(), now()) on conflict do nothing")
                .param(domain)
                .update();
        // what was known of the old address is of the new one, but for its validators
        jdbc.sql(
                        """
                        update feeds.source set url = ?, domain = ?, moved_to = null, moved_since = null,
                            moved_seen = 0, etag = null, last_modified = null
                        where id = ? and moved_to = ?
                        """)
                .params(moving.to(), domain, moving.id(), moving.to())
                .update();
    }
}
