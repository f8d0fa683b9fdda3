package dev.warren.feeds.digest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs of digests, in PostgreSQL. All methods block. */
final class RunRows {

    /** As many are kept of one digest. */
    private static final int KEPT = 200;

    private final JdbcClient jdbc;

    RunRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The name of the next run. */
    long id() {
        return jdbc.sql("select nextval(pg_get_serial_sequence('feeds.digest_run', 'id'))")
                .query(Long.class)
                .single();
    }

    void insert(long digest, DigestRun run) {
        jdbc.sql(
                        """
                        insert into feeds.digest_run (id, digest_id, due_at, at, items, mails, result)
                        overriding system value values (?, ?, ?, ?, ?, ?, ?)\
                        """)
                .params(
                        run.id(),
                        digest,
                        DigestRows.at(run.dueAt()),
                        DigestRows.at(run.at()),
                        run.items(),
                        run.mails(),
                        run.result())
                .update();
        jdbc.sql(
                        """
                        delete from feeds.digest_run where digest_id = :digest and id < (
                            select min(id) from (select id from feeds.digest_run
                                where digest_id = :digest order by id desc limit :kept) newest)\
                        """)
                .param("digest", digest)
                .param("kept", KEPT)
                .update();
    }

    /** The newest first. */
    List<DigestRun> of(long digest, int most) {
        return jdbc.sql(
                        "select * from feeds.digest_run where digest_id = ? order by id desc limit ?")
                .params(digest, most)
                .query((row, _) ->
                        new DigestRun(
                                row.getLong("id"),
                                instant(row, "due_at"),
                                instant(row, "at"),
                                row.getInt("items"),
                                row.getInt("mails"),
                                row.getString("result")))
                .list();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return DigestRows.instant(row, column).orElseThrow();
    }
}
