package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds blobs that nobody needs any more. Blocks; thread-safe. */
public final class SweepRows {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final DigestLocks locks;

    public SweepRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.locks = new DigestLocks(jdbc, transactions);
    }

    private record Held(long repository, String digest) {}

    /**
     * Takes blobs from hosted repositories that no manifest there refers to and that nobody touched
     * since {@code before}, {@code most} at most. What a push has in its hands is passed over; a
     * push that comes a moment later waits, and finds that they are gone.
     *
     * @return how many
     */
    public int forget(Instant before, int most) {
        Integer gone =
                transactions.execute(_ -> {
                    List<Held> found = candidates(Timestamp.from(before), most);
                    // a statement of its own: it sees what was committed before the rows were ours
                    return found.isEmpty() ? 0 : unlink(found, Timestamp.from(before));
                });
        return gone == null ? 0 : gone;
    }

    private List<Held> candidates(Timestamp before, int most) {
        return jdbc.sql(
                        """
                        select rb.repository_id, rb.digest from registry.repository_blob rb
                            join registry.repository r on r.id = rb.repository_id
                        where r.upstream is null and rb.added_at < ? and not exists (
                            select 1 from registry.manifest_child c
                            where c.repository_id = rb.repository_id and c.child = rb.digest)
                        order by rb.repository_id, rb.digest limit ?
                        for update of rb skip locked
                        """)
                .params(before, most)
                .query(SweepRows::read)
                .list();
    }

    private int unlink(List<Held> found, Timestamp before) {
        return jdbc.sql(
                        """
                        delete from registry.repository_blob rb
                            using unnest(:repositories, :digests) as f (repository_id, digest)
                        where rb.repository_id = f.repository_id and rb.digest = f.digest
                            and rb.added_at < :before and not exists (
                                select 1 from registry.manifest_child c
                                where c.repository_id = rb.repository_id and c.child = rb.digest)
                        """)
                .param("repositories", found.stream().map(Held::repository).toArray(Long[]::new))
                .param("digests", found.stream().map(Held::digest).toArray(String[]::new))
                .param("before", before)
                .update();
    }

    private static Held read(ResultSet row, int number) throws SQLException {
        return new Held(row.getLong("repository_id"), row.getString("digest"));
    }

    /** Blobs that no repository holds, {@code most} at most. */
    public List<Digest> unheld(int most) {
        return jdbc.sql(
                        """
                        select digest from registry.blob b where not exists (
                            select 1 from registry.repository_blob where digest = b.digest)
                        limit ?
                        """)
                .param(most)
                .query((row, number) -> BlobRows.digest(row.getString("digest")))
                .list();
    }

    /** Those of {@code digests} that have a row. */
    public Set<Digest> known(Collection<Digest> digests) {
        return jdbc.sql("select digest from registry.blob where digest = any(?)")
                .param(digests.stream().map(Digest::toString).toArray(String[]::new))
                .query((row, number) -> BlobRows.digest(row.getString("digest")))
                .set();
    }

    /**
     * Removes the file of a blob that has no row.
     *
     * @return false when it has one by now
     */
    public boolean removeUnknown(Digest digest, BlobRows.FileStep delete) throws IOException {
        return locks.locked(
                digest,
                () -> {
                    boolean unknown = known(List.of(digest)).isEmpty();
                    if (unknown) {
                        delete.run();
                    }
                    return unknown;
                });
    }
}
