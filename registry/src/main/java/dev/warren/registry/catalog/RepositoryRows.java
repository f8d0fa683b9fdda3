package dev.warren.registry.catalog;

import dev.warren.registry.oci.RepositoryName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What repositories there are. Blocks; thread-safe. */
public final class RepositoryRows {

    private static final String COLUMNS = "id, upstream, name, account_id, public";

    private final JdbcClient jdbc;

    public RepositoryRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The hosted repository with this name. */
    public Optional<Repository> hosted(RepositoryName name) {
        return find(null, name);
    }

    /** The repository that is pulled through, if anything of it was kept. */
    public Optional<Repository> mirror(String upstream, RepositoryName name) {
        return find(upstream, name);
    }

    /** The repository that is pulled through, made when it is new. */
    public Repository mirrored(String upstream, RepositoryName name, Instant now) {
        return made(upstream, name, null, now);
    }

    /** The hosted repository of {@code account}, made when it is new. */
    public Repository own(long account, RepositoryName name, Instant now) {
        return made(null, name, account, now);
    }

    private Repository made(
            @Nullable String upstream, RepositoryName name, @Nullable Long account, Instant now) {
        Optional<Repository> known = find(upstream, name);
        if (known.isPresent()) {
            return known.get();
        }
        jdbc.sql(
                        """
                        insert into registry.repository (upstream, name, account_id, created_at)
                        values (:upstream, :name, :account, :now) on conflict do nothing
                        """)
                .param("upstream", upstream)
                .param("name", name.value())
                .param("account", account)
                .param("now", Timestamp.from(now))
                .update();
        return find(upstream, name)
                .orElseThrow(() -> new IllegalStateException("repository gone: " + name));
    }

    private Optional<Repository> find(@Nullable String upstream, RepositoryName name) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + " from registry.repository"
                                + " where upstream is not distinct from :upstream and name = :name")
                .param("upstream", upstream)
                .param("name", name.value())
                .query(RepositoryRows::read)
                .optional();
    }

    /**
     * Hosted repositories that {@code account} may read, by name: its own, and those open to
     * everybody.
     *
     * @param account empty for nobody in particular
     * @param last names behind this one only
     */
    public List<String> readable(Optional<Long> account, String last, int most) {
        return jdbc.sql(
                        """
                        select name from registry.repository
                        where upstream is null and (public or account_id = ?)
                            and name collate "C" > ?
                        order by name collate "C" limit ?
                        """)
                .params(List.of(account.orElse(-1L), last, most))
                .query((row, number) -> row.getString("name"))
                .list();
    }

    /** How many hosted repositories {@code account} has. */
    public int count(long account) {
        return jdbc.sql(
                        "select count(*) from registry.repository"
                                + " where upstream is null and account_id = ?")
                .param(account)
                .query(Integer.class)
                .single();
    }

    /** All hosted repositories of {@code account}, by name. */
    public List<Repository> of(long account) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + " from registry.repository"
                                + " where upstream is null and account_id = ? order by name")
                .param(account)
                .query(RepositoryRows::read)
                .list();
    }

    /** Says whether anybody may pull from it. */
    public void open(Repository repository, boolean open) {
        jdbc.sql("update registry.repository set public = ? where id = ?")
                .params(open, repository.id())
                .update();
    }

    /** Somebody pushed to it. */
    public void pushed(Repository repository, Instant now) {
        jdbc.sql("update registry.repository set pushed_at = ? where id = ?")
                .params(Timestamp.from(now), repository.id())
                .update();
    }

    /** Removes it with all that it holds; its blobs go when nobody else has them. */
    public void remove(Repository repository) {
        jdbc.sql("delete from registry.repository where id = ?").param(repository.id()).update();
    }

    private static Repository read(ResultSet row, int number) throws SQLException {
        long account = row.getLong("account_id");
        Optional<Long> owner = row.wasNull() ? Optional.empty() : Optional.of(account);
        return new Repository(
                row.getLong("id"),
                Optional.ofNullable(row.getString("upstream")),
                new RepositoryName(row.getString("name")),
                owner,
                row.getBoolean("public"));
    }
}
