package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Blobs that can be fetched again: some repository of another registry holds them, and no hosted
 * one. Blocks; thread-safe.
 */
public final class CacheRows {

    private static final String HOSTED =
            """
            exists (select 1 from registry.repository_blob rb
                join registry.repository r on r.id = rb.repository_id
                where rb.digest = b.digest and r.upstream is null)
            """;
    private static final String MIRRORED =
            """
            exists (select 1 from registry.repository_blob rb
                join registry.repository r on r.id = rb.repository_id
                where rb.digest = b.digest and r.upstream is not null
                    and (cast(:upstream as text) is null or r.upstream = :upstream))
            """;

    /** All that pinned tags and digests lead to. */
    private static final String PINNED =
            """
            with recursive pinned (repository_id, digest) as (
                select p.repository_id, coalesce(t.digest, p.reference) from registry.pin p
                    left join registry.tag t
                        on t.repository_id = p.repository_id and t.name = p.reference
                union
                select c.repository_id, c.child from pinned
                    join registry.manifest_child c on c.repository_id = pinned.repository_id
                        and c.manifest = pinned.digest)
            """;

    private final JdbcClient jdbc;
    private final DigestLocks locks;

    public CacheRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.locks = new DigestLocks(jdbc, transactions);
    }

    /** A blob and its size in bytes. */
    public record Sized(Digest digest, long size) {}

    /**
     * Bytes of blobs that can be fetched again.
     *
     * @param upstream from this registry; empty for any
     */
    public long bytes(Optional<String> upstream) {
        return jdbc.sql(
                        "select coalesce(sum(b.size), 0) from registry.blob b where "
                                + MIRRORED
                                + " and not "
                                + HOSTED)
                .param("upstream", upstream.orElse(null))
                .query(Long.class)
                .single();
    }

    /** Bytes of all different blobs that the repositories of each upstream hold. */
    public Map<String, Long> bytesByUpstream() {
        Map<String, Long> bytes = new TreeMap<>();
        jdbc.sql(
                        """
                        select upstream, sum(size) as bytes from (
                            select distinct r.upstream, b.digest, b.size
                            from registry.repository_blob rb
                                join registry.repository r on r.id = rb.repository_id
                                join registry.blob b on b.digest = rb.digest
                            where r.upstream is not null) held
                        group by upstream
                        """)
                .query((row, number) -> bytes.put(row.getString("upstream"), row.getLong("bytes")))
                .list();
        return bytes;
    }

    /**
     * What may go, the longest unused first, of blobs that were stored before {@code before}; never
     * what is pinned.
     *
     * @param upstream from this registry; empty for any
     */
    public List<Sized> oldest(Optional<String> upstream, Instant before, int most) {
        return jdbc.sql(
                        PINNED
                                + "select b.digest, b.size from registry.blob b"
                                + " where b.stored_at < :before and "
                                + MIRRORED
                                + " and not "
                                + HOSTED
                                + " and b.digest not in (select digest from pinned)"
                                + " order by b.used_at, b.size desc, b.digest limit :most")
                .param("upstream", upstream.orElse(null))
                .param("before", Timestamp.from(before))
                .param("most", most)
                .query((row, number) ->
                        new Sized(BlobRows.digest(row.getString("digest")), row.getLong("size")))
                .list();
    }

    /**
     * Throws a blob away: its file, its row, and what repositories of other registries had of it.
     *
     * @return false when it has to stay, since a hosted repository holds it or it is pinned
     */
    public boolean evict(Digest digest, BlobRows.FileStep delete) throws IOException {
        try {
            return locks.locked(
                    digest,
                    () -> {
                        boolean gone = !isPinned(digest) && unlink(digest) && isRemoved(digest);
                        if (gone) {
                            delete.run();
                        }
                        return gone;
                    },
                    gone -> !gone);
        } catch (DataIntegrityViolationException heldAgain) {
            return false;
        }
    }

    private boolean isPinned(Digest digest) {
        return jdbc.sql(PINNED + "select exists (select 1 from pinned where digest = :digest)")
                .param("digest", digest.toString())
                .query(Boolean.class)
                .single();
    }

    private boolean unlink(Digest digest) {
        return jdbc.sql(
                                """
                                delete from registry.repository_blob rb using registry.repository r
                                where r.id = rb.repository_id and r.upstream is not null
                                    and rb.digest = ?
                                """)
                        .param(digest.toString())
                        .update()
                > 0;
    }

    private boolean isRemoved(Digest digest) {
        return jdbc.sql(
                                """
                                delete from registry.blob b where digest = ? and not exists (
                                    select 1 from registry.repository_blob where digest = b.digest)
                                """)
                        .param(digest.toString())
                        .update()
                > 0;
    }

    /** Notes that these blobs were used, once an hour each. */
    public void used(Collection<Digest> digests, Instant hour) {
        Timestamp at = Timestamp.from(hour);
        jdbc.sql("update registry.blob set used_at = ?" + " where digest = any(?) and used_at < ?")
                .params(
                        at,
                        digests.stream().map(Digest::toString).sorted().toArray(String[]::new),
                        at)
                .update();
    }
}
