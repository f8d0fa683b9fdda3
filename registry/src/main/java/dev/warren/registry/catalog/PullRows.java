package dev.warren.registry.catalog;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who pulled from which repository, and how often. Blocks; thread-safe. */
public final class PullRows {

    private final JdbcClient jdbc;

    public PullRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Pulls of one repository.
     *
     * @param last when the last one was
     * @param by the last one's account; empty for who had not logged in
     */
    public record Pulls(long count, Instant last, Optional<Long> by) {

        /** Both, where the other's are the later ones. */
        public Pulls plus(Pulls later) {
            return new Pulls(count + later.count, later.last, later.by);
        }
    }

    /** Counts pulls of a repository, if it is still there. */
    public void add(long repository, Pulls pulls) {
        jdbc.sql(
                        """
                        update registry.repository set pulls = pulls + :count, pulled_at = :last,
                            pulled_by = (select id from core.accounts where id = :by)
                        where id = :repository
                        """)
                .param("count", pulls.count())
                .param("last", Timestamp.from(pulls.last()))
                .param("by", pulls.by().orElse(null))
                .param("repository", repository)
                .update();
    }
}
