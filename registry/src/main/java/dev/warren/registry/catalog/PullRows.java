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
     * Who pulls from a repository.
     *
     * @param account empty for who had not logged in
     */
    public record Puller(Place repository, Optional<Long> account) {}

    /**
     * Pulls of one repository by one puller.
     *
     * @param last when the last one was
     */
    public record Pulls(Puller by, long count, Instant last) {

        /** Both, where the other's are the later ones. */
        public Pulls plus(Pulls later) {
            return new Pulls(by, count + later.count, later.last);
        }
    }

    /** Counts pulls of a repository, if it is still there; of an account that is not, by nobody. */
    public void add(Pulls pulls) {
        Place repository = pulls.by.repository;
        jdbc.sql(
                        """
                        with pulled as (
                            update registry.repository set pulls = pulls + :count,
                                pulled_at = greatest(pulled_at, :last),
                                pulled_by = case when pulled_at > :last then pulled_by
                                    else (select id from core.accounts where id = :by) end
                            where upstream is not distinct from :upstream
                                and name in (:name, :library)
                            returning id)
                        insert into registry.puller as p
                            (repository_id, account_id, pulls, pulled_at)
                        select pulled.id, (select id from core.accounts where id = :by), :count,
                            :last from pulled
                        on conflict (repository_id, account_id) do update
                            set pulls = p.pulls + excluded.pulls,
                                pulled_at = greatest(p.pulled_at, excluded.pulled_at)
                        """)
                .param("count", pulls.count)
                .param("last", Timestamp.from(pulls.last))
                .param("by", pulls.by.account.orElse(null))
                .param("upstream", repository.upstream.orElse(null))
                .param("name", repository.name.value())
                .param("library", repository.isBare() ? "library/" + repository.name : "")
                .update();
    }
}
