package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Objects of an S3-compatible store, and which of them are blobs. An object is never overwritten: a
 * blob that is brought again is another object, and who reads the old one is not disturbed. Blocks;
 * thread-safe.
 */
public final class ObjectRows {

    private static final String WRITING =
            "digest is null and quarantined_at is null and remove_at is null";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    public ObjectRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * An object that is a blob.
     *
     * @param size bytes
     * @param since when it became that
     */
    public record Row(String key, Digest digest, long size, Instant since) {}

    /** Whether there are any, also where the table was never made. */
    public boolean isAny() {
        return jdbc.sql("select to_regclass('registry.object') is not null")
                        .query(Boolean.class)
                        .single()
                && jdbc.sql(
                                "select exists (select 1 from registry.object where digest is not null)")
                        .query(Boolean.class)
                        .single();
    }

    /** Notes an object that {@code node} is about to write. */
    public void begin(String key, UUID node, Instant now) {
        jdbc.sql("insert into registry.object (key, node, touched_at) values (?, ?, ?)")
                .params(key, node, Timestamp.from(now))
                .update();
    }

    /** Says that these are still being written. */
    public void touch(Collection<String> keys, Instant now) {
        jdbc.sql("update registry.object set touched_at = ? where key = any(?)")
                .params(Timestamp.from(now), keys.toArray(String[]::new))
                .update();
    }

    /**
     * Makes an object the blob with this digest, in the caller's transaction if there is one.
     *
     * @param removal when another object of the same blob may be removed
     * @return false when it was taken for abandoned meanwhile
     */
    public boolean publish(Row object, Instant removal) {
        return Boolean.TRUE.equals(
                transactions.execute(_ -> {
                    drop(object.digest, removal);
                    return jdbc.sql(
                                            "update registry.object set digest = ?, size = ?, touched_at = ?"
                                                    + " where key = ? and "
                                                    + WRITING)
                                    .params(
                                            object.digest.toString(),
                                            object.size,
                                            Timestamp.from(object.since),
                                            object.key)
                                    .update()
                            > 0;
                }));
    }

    /** The object that is this blob. */
    public Optional<Row> find(Digest digest) {
        return jdbc.sql("select * from registry.object where digest = ?")
                .param(digest.toString())
                .query(ObjectRows::read)
                .optional();
    }

    /** All that are blobs behind {@code last}, by digest. */
    public List<Row> page(String last, int most) {
        return jdbc.sql("select * from registry.object where digest > ? order by digest limit ?")
                .params(last, most)
                .query(ObjectRows::read)
                .list();
    }

    /** Those of {@code digests} that an object is. */
    public Set<Digest> known(Collection<Digest> digests) {
        return jdbc.sql("select digest from registry.object where digest = any(?)")
                .param(digests.stream().map(Digest::toString).toArray(String[]::new))
                .query((row, number) -> BlobRows.digest(row.getString("digest")))
                .set();
    }

    /** Blobs behind {@code last} that no object is, by digest. */
    public List<Digest> unsent(String last, int most) {
        return jdbc.sql(
                        """
                        select digest from registry.blob b
                        where digest > ? and damaged is null and not exists (
                            select 1 from registry.object where digest = b.digest)
                        order by digest limit ?
                        """)
                .params(last, most)
                .query((row, number) -> BlobRows.digest(row.getString("digest")))
                .list();
    }

    /** The blob is not there any more; its object may be removed from {@code removal} on. */
    public void drop(Digest digest, Instant removal) {
        jdbc.sql("update registry.object set digest = null, remove_at = ? where digest = ?")
                .params(Timestamp.from(removal), digest.toString())
                .update();
    }

    /** The object will never be a blob, unless it is one. */
    public void abandon(String key, Instant removal) {
        jdbc.sql("update registry.object set remove_at = ? where key = ? and " + WRITING)
                .params(Timestamp.from(removal), key)
                .update();
    }

    /** The same for all that this node was writing; to be called before it writes. */
    public int abandonOf(UUID node, Instant removal) {
        return jdbc.sql("update registry.object set remove_at = ? where node = ? and " + WRITING)
                .params(Timestamp.from(removal), node)
                .update();
    }

    /** The same for all whose writers gave no sign of life since {@code before}. */
    public int abandonSilent(Instant before, Instant removal) {
        return jdbc.sql(
                        "update registry.object set remove_at = ? where touched_at < ? and "
                                + WRITING)
                .params(Timestamp.from(removal), Timestamp.from(before))
                .update();
    }

    /** The blob's object is wrong, and kept aside. */
    public void quarantine(Digest digest, Instant now) {
        jdbc.sql("update registry.object set digest = null, quarantined_at = ? where digest = ?")
                .params(Timestamp.from(now), digest.toString())
                .update();
    }

    /** What was put aside before {@code before} may be removed. */
    public void dropQuarantined(Instant before) {
        jdbc.sql(
                        "update registry.object set remove_at = quarantined_at"
                                + " where quarantined_at < ? and remove_at is null")
                .param(Timestamp.from(before))
                .update();
    }

    /** Objects that may be removed now. */
    public List<String> due(Instant now, int most) {
        return jdbc.sql("select key from registry.object where remove_at <= ? order by key limit ?")
                .params(Timestamp.from(now), most)
                .query((row, number) -> row.getString("key"))
                .list();
    }

    /** It is gone. */
    public void remove(String key) {
        jdbc.sql("delete from registry.object where key = ?").param(key).update();
    }

    /** Lets the blob be hashed again soon. */
    public void suspect(Digest digest) {
        jdbc.sql("update registry.blob set checked_at = to_timestamp(0) where digest = ?")
                .param(digest.toString())
                .update();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("key"),
                BlobRows.digest(row.getString("digest")),
                row.getLong("size"),
                row.getTimestamp("touched_at").toInstant());
    }
}
