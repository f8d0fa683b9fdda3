package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which repository holds which blob. That a blob's bytes are there is no reason to serve them: a
 * repository has to hold it that the caller may read.
 *
 * <p>A file appears and disappears while its digest is locked in the database, together with its
 * row, so that neither a push nor another node meets a blob that is half gone. Blocks; thread-safe.
 */
public final class BlobRows {

    private static final String HOLD =
            """
            insert into registry.repository_blob (repository_id, digest, added_at)
            select ?, digest, ? from registry.blob where digest = ? and damaged is null
            on conflict (repository_id, digest) do update set added_at = excluded.added_at
            """;

    private final JdbcClient jdbc;
    private final DigestLocks locks;

    public BlobRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.locks = new DigestLocks(jdbc, transactions);
    }

    /** Moves a file. */
    @FunctionalInterface
    public interface FileStep {
        void run() throws IOException;
    }

    /** The size of the blob if {@code repository} holds it and its bytes are right. */
    public Optional<Long> size(long repository, Digest digest) {
        return jdbc.sql(
                        """
                        select b.size from registry.repository_blob r
                            join registry.blob b on b.digest = r.digest
                        where r.repository_id = ? and r.digest = ? and b.damaged is null
                        """)
                .params(repository, digest.toString())
                .query(Long.class)
                .optional();
    }

    /**
     * Gives {@code repository} the blob once {@code publish} has put it in its place.
     *
     * @throws IOException what {@code publish} throws; nothing is noted then
     */
    public void add(long repository, Digest digest, long size, Instant now, FileStep publish)
            throws IOException {
        Timestamp at = Timestamp.from(now);
        locks.locked(
                digest,
                () -> {
                    publish.run();
                    jdbc.sql(
                                    """
                                    insert into registry.blob
                                        (digest, size, stored_at, used_at, checked_at)
                                    values (?, ?, ?, ?, ?)
                                    on conflict (digest) do update set size = excluded.size,
                                        used_at = excluded.used_at, damaged = null
                                    """)
                            .params(digest.toString(), size, at, at, at)
                            .update();
                    jdbc.sql(HOLD).params(repository, at, digest.toString()).update();
                    return true;
                });
    }

    /**
     * Gives {@code repository} a blob that is there already.
     *
     * @return false when it is not
     */
    public boolean link(long repository, Digest digest, Instant now) {
        try {
            return jdbc.sql(HOLD)
                            .params(repository, Timestamp.from(now), digest.toString())
                            .update()
                    > 0;
        } catch (DataIntegrityViolationException gone) {
            return false;
        }
    }

    /**
     * Says that somebody is about to refer to these blobs of {@code repository}, so that none of
     * them is taken for forgotten: not before the caller's transaction ends, and then not for a
     * while.
     *
     * @return those of them that are there
     */
    public Set<Digest> touch(long repository, Collection<Digest> digests, Instant now) {
        // in one order everywhere, so that two pushes never wait for each other
        return jdbc.sql(
                        """
                        update registry.repository_blob set added_at = :now
                        where (repository_id, digest) in (
                            select repository_id, digest from registry.repository_blob
                            where repository_id = :repository and digest = any(:digests)
                            order by digest for update)
                        returning digest
                        """)
                .param("now", Timestamp.from(now))
                .param("repository", repository)
                .param("digests", digests.stream().map(Digest::toString).toArray(String[]::new))
                .query((row, number) -> digest(row.getString("digest")))
                .set();
    }

    /**
     * Takes the blob from {@code repository}, whose manifests do without it from now on; false when
     * it did not hold it.
     */
    public boolean unlink(long repository, Digest digest) {
        jdbc.sql(
                        "update registry.manifest_child set let_go = true"
                                + " where repository_id = ? and child = ?")
                .params(repository, digest.toString())
                .update();
        return jdbc.sql(
                                "delete from registry.repository_blob where repository_id = ? and digest = ?")
                        .params(repository, digest.toString())
                        .update()
                > 0;
    }

    /**
     * Bytes of all different blobs and of all manifests that the hosted repositories of {@code
     * account} hold.
     */
    public long bytesOf(long account) {
        return jdbc.sql(
                        """
                        select (select coalesce(sum(size), 0) from registry.blob where digest in (
                                select rb.digest from registry.repository_blob rb
                                    join registry.repository r on r.id = rb.repository_id
                                where r.account_id = :account and r.upstream is null))
                            + (select coalesce(sum(length(m.content)), 0) from registry.manifest m
                                    join registry.repository r on r.id = m.repository_id
                                where r.account_id = :account and r.upstream is null)
                        """)
                .param("account", account)
                .query(Long.class)
                .single();
    }

    /** The size of a blob that some hosted repository holds which {@code account} may read. */
    public Optional<Long> readableSize(Digest digest, long account) {
        return jdbc.sql(
                        """
                        select b.size from registry.blob b
                        where b.digest = ? and exists (select 1 from registry.repository_blob rb
                                join registry.repository r on r.id = rb.repository_id
                            where rb.digest = b.digest and r.upstream is null
                                and (r.public or r.account_id = ?))
                        """)
                .params(digest.toString(), account)
                .query(Long.class)
                .optional();
    }

    /**
     * Removes the blob with its file if no repository holds it any more.
     *
     * @return whether it is gone
     */
    public boolean removeUnheld(Digest digest, FileStep delete) throws IOException {
        try {
            return locks.locked(
                    digest,
                    () -> {
                        int gone =
                                jdbc.sql(
                                                """
                                                delete from registry.blob b where digest = ? and not exists (
                                                    select 1 from registry.repository_blob where digest = b.digest)
                                                """)
                                        .param(digest.toString())
                                        .update();
                        if (gone > 0) {
                            delete.run();
                        }
                        return gone > 0;
                    });
        } catch (DataIntegrityViolationException heldAgain) {
            return false;
        }
    }

    static Digest digest(String text) {
        return Digest.parse(text)
                .orElseThrow(() -> new IllegalStateException("digest in the database: " + text));
    }
}
