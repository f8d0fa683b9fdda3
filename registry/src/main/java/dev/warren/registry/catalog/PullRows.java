package dev.warren.registry.catalog;

import dev.warren.registry.oci.RepositoryName;
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

    /** A repository of another registry, or a hosted one. */
    public record Place(Optional<String> upstream, RepositoryName name) {

        /** Short for one of the library, as Docker Hub has it. */
        private boolean isBare() {
            return upstream.equals(Optional.of("docker.io")) && name.rest().isEmpty();
        }
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
    public void add(Place repository, Pulls pulls) {
        jdbc.sql(
                        """
                        update registry.repository set pulls = pulls + :count, pulled_at = :last,
                            pulled_by = (select id from core.accounts where id = :by)
                        where upstream is not distinct from :upstream and name in (:name, :library)
                        """)
                .param("count", pulls.count())
                .param("last", Timestamp.from(pulls.last()))
                .param("by", pulls.by().orElse(null))
                .param("upstream", repository.upstream().orElse(null))
                .param("name", repository.name().value())
                .param("library", repository.isBare() ? "library/" + repository.name() : "")
                .update();
    }
}
