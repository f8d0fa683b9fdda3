package dev.warren.feeds.digest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which feeds a digest has, in PostgreSQL. All methods block. */
final class DigestSources {

    private final JdbcClient jdbc;

    DigestSources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A feed of a digest.
     *
     * @param title the file's words for it; empty for its own
     * @param fullText whether the pages behind its items are wanted whole
     */
    record Entry(long source, String title, boolean fullText) {}

    /** Has a digest have these feeds, in that order; what is known of those it had stays known. */
    void set(long digest, List<Entry> entries) {
        Long[] ids = entries.stream().map(Entry::source).toArray(Long[]::new);
        jdbc.sql("delete from feeds.digest_source where digest_id = ? and source_id <> all (?)")
                .params(digest, ids)
                .update();
        jdbc.sql(
                        """
                        insert into feeds.digest_source (digest_id, source_id, position, title, full_text)
                        select :digest, wanted.source, wanted.position, wanted.title, wanted.whole
                        from unnest(cast(:sources as bigint[]), cast(:titles as text[]),
                                cast(:whole as boolean[]))
                            with ordinality as wanted (source, title, whole, position)
                        on conflict (digest_id, source_id) do update
                            set position = excluded.position, title = excluded.title,
                                full_text = excluded.full_text\
                        """)
                .param("digest", digest)
                .param("sources", ids)
                .param("whole", entries.stream().map(Entry::fullText).toArray(Boolean[]::new))
                .param("titles", entries.stream().map(Entry::title).toArray(String[]::new))
                .update();
    }

    List<Long> of(long digest) {
        return jdbc.sql(
                        "select source_id from feeds.digest_source where digest_id = ? order by position")
                .param(digest)
                .query((row, _) -> row.getLong("source_id"))
                .list();
    }

    /** A feed that fails and whose failure nobody was told of. */
    record Failing(
            long source, String title, String url, String problem, Instant since, boolean gone) {}

    List<Failing> failing(long digest) {
        return jdbc.sql(
                        """
                        select s.id, coalesce(nullif(d.title, ''), nullif(s.title, ''), s.url) as title,
                            s.url, coalesce(s.problem, 'it fails') as problem, s.failing_since, s.gone
                        from feeds.digest_source d join feeds.source s on s.id = d.source_id
                        where d.digest_id = ? and s.failing_since is not null
                            and (s.failures >= 3 or s.gone)
                            and d.told_since is distinct from s.failing_since
                        order by d.position limit 50\
                        """)
                .param(digest)
                .query((row, _) ->
                        new Failing(
                                row.getLong("id"),
                                row.getString("title"),
                                row.getString("url"),
                                row.getString("problem"),
                                DigestRows.instant(row, "failing_since").orElseThrow(),
                                row.getBoolean("gone")))
                .list();
    }

    void told(long digest, Collection<Failing> failing) {
        for (Failing one : failing) {
            jdbc.sql(
                            "update feeds.digest_source set told_since = ? where digest_id = ? and source_id = ?")
                    .params(DigestRows.at(one.since()), digest, one.source())
                    .update();
        }
    }
}
