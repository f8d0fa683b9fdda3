package dev.warren.registry.catalog;

import dev.warren.registry.catalog.CacheRows.Sized;
import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What is known of the state of blobs' bytes. Blocks; thread-safe. */
public final class CheckRows {

    private final JdbcClient jdbc;
    private final DigestLocks locks;

    public CheckRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.locks = new DigestLocks(jdbc, transactions);
    }

    /** What became of a blob whose bytes are wrong. */
    public enum Outcome {
        /** It is right after all. */
        RIGHT,
        /** It is forgotten, and will be fetched again when somebody asks for it. */
        DROPPED,
        /** Nobody but a hosted repository has it; that is noted now. */
        RECORDED,
        /** As above, and was noted before. */
        KNOWN
    }

    /** Looks at a file once more, and takes it away if it is wrong. */
    @FunctionalInterface
    public interface Removal {
        /** Whether there is no right file now. */
        boolean run() throws IOException;
    }

    /** All blobs behind {@code last} that are not known to be damaged, by digest. */
    public List<Sized> page(String last, int most) {
        return jdbc.sql(
                        """
                        select digest, size from registry.blob
                        where digest > ? and damaged is null order by digest limit ?
                        """)
                .params(last, most)
                .query(CheckRows::read)
                .list();
    }

    /** Blobs that were not hashed since {@code before}, the longest ago first. */
    public List<Sized> due(Instant before, int most) {
        return jdbc.sql(
                        """
                        select digest, size from registry.blob
                        where checked_at < ? and damaged is null order by checked_at limit ?
                        """)
                .params(Timestamp.from(before), most)
                .query(CheckRows::read)
                .list();
    }

    private static Sized read(ResultSet row, int number) throws SQLException {
        return new Sized(BlobRows.digest(row.getString("digest")), row.getLong("size"));
    }

    /**
     * Takes it upon the caller to hash a blob; false when somebody else has since {@code before}.
     *
     * @param instead when it counts as hashed until {@link #checked} says that it was
     */
    public boolean claim(Digest digest, Instant before, Instant instead) {
        return jdbc.sql(
                                "update registry.blob set checked_at = ?"
                                        + " where digest = ? and checked_at < ?")
                        .params(Timestamp.from(instead), digest.toString(), Timestamp.from(before))
                        .update()
                > 0;
    }

    /** Its bytes were hashed. */
    public void checked(Digest digest, Instant now) {
        jdbc.sql("update registry.blob set checked_at = ? where digest = ?")
                .params(Timestamp.from(now), digest.toString())
                .update();
    }

    /**
     * Its bytes are wrong or gone. Repositories of other registries forget the blob; a hosted
     * repository keeps its claim to it, and does not give it out until it is pushed again.
     *
     * @param words what is wrong
     */
    public Outcome damaged(Digest digest, String words, Removal removal) throws IOException {
        return locks.locked(
                digest,
                () -> {
                    if (!removal.run()) {
                        return Outcome.RIGHT;
                    }
                    String text = digest.toString();
                    jdbc.sql(
                                    """
                                    delete from registry.repository_blob rb
                                        using registry.repository r
                                    where r.id = rb.repository_id and r.upstream is not null
                                        and rb.digest = ?
                                    """)
                            .param(text)
                            .update();
                    int noted =
                            jdbc.sql(
                                            """
                                            update registry.blob b set damaged = ?
                                            where digest = ? and damaged is null and exists (
                                                select 1 from registry.repository_blob
                                                where digest = b.digest)
                                            """)
                                    .params(words, text)
                                    .update();
                    if (noted > 0) {
                        return Outcome.RECORDED;
                    }
                    int dropped =
                            jdbc.sql(
                                            """
                                            delete from registry.blob b where digest = ?
                                            and not exists (select 1 from registry.repository_blob
                                                where digest = b.digest)
                                            """)
                                    .param(text)
                                    .update();
                    return dropped > 0 ? Outcome.DROPPED : Outcome.KNOWN;
                });
    }

    /** How many blobs of hosted repositories are damaged. */
    public long damaged() {
        return jdbc.sql("select count(*) from registry.blob where damaged is not null")
                .query(Long.class)
                .single();
    }
}
