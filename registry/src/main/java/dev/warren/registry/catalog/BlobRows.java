package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended(?, 7))";
    private static final String HOLD =
            """
            insert into registry.repository_blob (repository_id, digest, added_at)
            values (?, ?, ?)
            on conflict (repository_id, digest) do update set added_at = excluded.added_at
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    public BlobRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Moves a file. */
    @FunctionalInterface
    public interface FileStep {
        void run() throws IOException;
    }

    /** What is done while a digest is locked. */
    @FunctionalInterface
    private interface Step {
        boolean run() throws IOException;
    }

    /** The size of the blob if {@code repository} holds it. */
    public Optional<Long> size(long repository, Digest digest) {
        return jdbc.sql(
                        """
                        select b.size from registry.repository_blob r
                            join registry.blob b on b.digest = r.digest
                        where r.repository_id = ? and r.digest = ?
                        """)
                .params(repository, digest.toString())
                .query(Long.class)
                .optional();
    }

    /** Whether any repository holds it. */
    public boolean isHeld(Digest digest) {
        return jdbc.sql("select exists (select 1 from registry.repository_blob where digest = ?)")
                .param(digest.toString())
                .query(Boolean.class)
                .single();
    }

    /**
     * Gives {@code repository} the blob once {@code publish} has put it in its place.
     *
     * @throws IOException what {@code publish} throws; nothing is noted then
     */
    public void add(long repository, Digest digest, long size, Instant now, FileStep publish)
            throws IOException {
        Timestamp at = Timestamp.from(now);
        locked(
                digest,
                () -> {
                    publish.run();
                    jdbc.sql(
                                    """
                                    insert into registry.blob (digest, size, stored_at, used_at)
                                    values (?, ?, ?, ?)
                                    on conflict (digest) do update set used_at = excluded.used_at
                                    """)
                            .params(digest.toString(), size, at, at)
                            .update();
                    jdbc.sql(HOLD).params(repository, digest.toString(), at).update();
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
                            .params(repository, digest.toString(), Timestamp.from(now))
                            .update()
                    > 0;
        } catch (DataIntegrityViolationException gone) {
            return false;
        }
    }

    /**
     * Says that somebody is about to refer to these blobs of {@code repository}, so that none of
     * them is taken for forgotten.
     */
    public void touch(long repository, List<Digest> digests, Instant now) {
        // in one order everywhere, so that two pushes never wait for each other
        jdbc.sql(
                        """
                        update registry.repository_blob set added_at = :now
                        where (repository_id, digest) in (
                            select repository_id, digest from registry.repository_blob
                            where repository_id = :repository and digest = any(:digests)
                            order by digest for update)
                        """)
                .param("now", Timestamp.from(now))
                .param("repository", repository)
                .param("digests", digests.stream().map(Digest::toString).toArray(String[]::new))
                .update();
    }

    /** Takes the blob from {@code repository}; false when it did not hold it. */
    public boolean unlink(long repository, Digest digest) {
        return jdbc.sql(
                                "delete from registry.repository_blob where repository_id = ? and digest = ?")
                        .params(repository, digest.toString())
                        .update()
                > 0;
    }

    /** Bytes of all different blobs that the hosted repositories of {@code account} hold. */
    public long bytesOf(long account) {
        return jdbc.sql(
                        """
                        select coalesce(sum(size), 0) from registry.blob where digest in (
                            select rb.digest from registry.repository_blob rb
                                join registry.repository r on r.id = rb.repository_id
                            where r.account_id = ? and r.upstream is null)
                        """)
                .param(account)
                .query(Long.class)
                .single();
    }

    /**
     * A hosted repository that holds the blob and that {@code account} may read.
     *
     * @param account empty for nobody in particular
     */
    public boolean isReadable(Digest digest, Optional<Long> account) {
        return jdbc.sql(
                        """
                        select exists (select 1 from registry.repository_blob rb
                            join registry.repository r on r.id = rb.repository_id
                        where rb.digest = ? and r.upstream is null
                            and (r.public or r.account_id = ?))
                        """)
                .params(digest.toString(), account.orElse(-1L))
                .query(Boolean.class)
                .single();
    }

    /**
     * Removes the blob with its file if no repository holds it any more.
     *
     * @return whether it is gone
     */
    public boolean removeUnheld(Digest digest, FileStep delete) throws IOException {
        try {
            return locked(
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

    private boolean locked(Digest digest, Step step) throws IOException {
        try {
            return Boolean.TRUE.equals(
                    transactions.execute(_ -> {
                        jdbc.sql(LOCK).param(digest.toString()).query((row, number) -> 0).list();
                        try {
                            return step.run();
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    }));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
