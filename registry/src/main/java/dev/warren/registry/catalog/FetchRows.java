package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which machine fetches which blob. A machine that gives no sign of life for as long as it said
 * does not any more. Times are the database's. Blocks; thread-safe.
 */
public final class FetchRows {

    private final JdbcClient jdbc;

    public FetchRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How far another machine is.
     *
     * @param done bytes
     * @param size bytes in all; 0 while that is not known
     */
    public record Progress(Duration since, long done, long size) {}

    /** Takes the blob for {@code node}, unless another has it. */
    public boolean claim(Digest digest, UUID node, Duration life) {
        return jdbc.sql(
                                """
                                insert into registry.fetching as f (digest, node, since, until)
                                values (:digest, :node, now(), now() + make_interval(secs => :life))
                                on conflict (digest) do update set node = excluded.node,
                                    since = excluded.since, until = excluded.until, done = 0, size = 0
                                where f.until < now() or f.node = excluded.node
                                """)
                        .param("digest", digest.toString())
                        .param("node", node)
                        .param("life", (double) life.toSeconds())
                        .update()
                > 0;
    }

    /** How far whoever has the blob is; empty when nobody has. */
    public Optional<Progress> progress(Digest digest) {
        return jdbc.sql(
                        """
                        select extract(epoch from now() - since) as seconds, done, size
                        from registry.fetching where digest = ? and until >= now()
                        """)
                .param(digest.toString())
                .query(FetchRows::read)
                .optional();
    }

    private static Progress read(ResultSet row, int number) throws SQLException {
        return new Progress(
                Duration.ofMillis(Math.round(row.getDouble("seconds") * 1000)),
                row.getLong("done"),
                row.getLong("size"));
    }

    /** A sign of life. */
    public void renew(Digest digest, UUID node, Duration life, long done, long size) {
        jdbc.sql(
                        """
                        update registry.fetching set until = now() + make_interval(secs => :life),
                            done = :done, size = :size
                        where digest = :digest and node = :node
                        """)
                .param("life", (double) life.toSeconds())
                .param("done", done)
                .param("size", size)
                .param("digest", digest.toString())
                .param("node", node)
                .update();
    }

    /** Gives the blob back; what dead machines left goes as well. */
    public void release(Digest digest, UUID node) {
        jdbc.sql(
                        """
                        delete from registry.fetching
                        where digest = ? and node = ? or until < now() - interval '1 hour'
                        """)
                .params(digest.toString(), node)
                .update();
    }
}
