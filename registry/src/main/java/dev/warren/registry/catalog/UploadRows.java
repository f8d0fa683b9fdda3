package dev.warren.registry.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uploads that are not finished. Blocks; thread-safe. */
public final class UploadRows {

    private final JdbcClient jdbc;

    public UploadRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An upload.
     *
     * @param written bytes that are on the disk
     */
    public record Row(UUID id, long repository, long account, long written, Instant touchedAt) {}

    public void add(UUID id, long repository, long account, Instant now) {
        Timestamp at = Timestamp.from(now);
        jdbc.sql(
                        """
                        insert into registry.upload
                            (id, repository_id, account_id, written, started_at, touched_at)
                        values (?, ?, ?, 0, ?, ?)
                        """)
                .params(id, repository, account, at, at)
                .update();
    }

    /** The upload if it belongs to this repository and account. */
    public Optional<Row> find(UUID id, long repository, long account) {
        return jdbc.sql(
                        """
                        select * from registry.upload
                        where id = ? and repository_id = ? and account_id = ?
                        """)
                .params(id, repository, account)
                .query(UploadRows::read)
                .optional();
    }

    /** How many uploads {@code account} has open. */
    public int count(long account) {
        return jdbc.sql("select count(*) from registry.upload where account_id = ?")
                .param(account)
                .query(Integer.class)
                .single();
    }

    /** Bytes of all uploads of {@code account} that are not finished. */
    public long bytesOf(long account) {
        return jdbc.sql(
                        "select coalesce(sum(written), 0) from registry.upload where account_id = ?")
                .param(account)
                .query(Long.class)
                .single();
    }

    public void written(UUID id, long bytes, Instant now) {
        jdbc.sql("update registry.upload set written = ?, touched_at = ? where id = ?")
                .params(bytes, Timestamp.from(now), id)
                .update();
    }

    public void remove(UUID id) {
        jdbc.sql("delete from registry.upload where id = ?").param(id).update();
    }

    /** Uploads that nobody touched since {@code before}, some of them. */
    public List<Row> idle(Instant before, int most) {
        return jdbc.sql("select * from registry.upload where touched_at < ? limit ?")
                .params(Timestamp.from(before), most)
                .query(UploadRows::read)
                .list();
    }

    /** Whether there is an upload of that name. */
    public boolean isKnown(UUID id) {
        return jdbc.sql("select exists (select 1 from registry.upload where id = ?)")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getLong("repository_id"),
                row.getLong("account_id"),
                row.getLong("written"),
                row.getTimestamp("touched_at").toInstant());
    }
}
