package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Reference.Tag;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Names of manifests. Blocks; thread-safe. */
public final class TagRows {

    private final JdbcClient jdbc;

    public TagRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where a tag leads.
     *
     * @param checkedAt when that was last known to be so
     */
    public record Row(Digest digest, Instant checkedAt) {}

    /** Where {@code tag} leads, if it is there. */
    public Optional<Row> find(long repository, Tag tag) {
        return jdbc.sql(
                        "select digest, checked_at from registry.tag where repository_id = ? and name = ?")
                .params(repository, tag.name())
                .query((row, number) ->
                        new Row(
                                Digest.parse(row.getString("digest")).orElseThrow(),
                                row.getTimestamp("checked_at").toInstant()))
                .optional();
    }

    /** Lets {@code tag} lead to a manifest that is there. */
    public void put(long repository, Tag tag, Digest digest, Instant now) {
        jdbc.sql(
                        """
                        insert into registry.tag as t (repository_id, name, digest, moved_at, checked_at)
                        values (:repository, :name, :digest, :now, :now)
                        on conflict (repository_id, name) do update
                            set digest = excluded.digest, checked_at = excluded.checked_at,
                                moved_at = case when t.digest = excluded.digest then t.moved_at
                                    else excluded.moved_at end
                        """)
                .param("repository", repository)
                .param("name", tag.name())
                .param("digest", digest.toString())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** How many tags there are besides these. */
    public int countOthers(long repository, Collection<Tag> tags) {
        return jdbc.sql(
                        "select count(*) from registry.tag"
                                + " where repository_id = :repository and name <> all(:tags)")
                .param("repository", repository)
                .param("tags", tags.stream().map(Tag::name).toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    /** Removes it; false when it was not there. The manifest stays. */
    public boolean remove(long repository, Tag tag) {
        return jdbc.sql("delete from registry.tag where repository_id = ? and name = ?")
                        .params(repository, tag.name())
                        .update()
                > 0;
    }

    /** Names behind {@code last} by code points. */
    public List<String> list(long repository, String last, int most) {
        return jdbc.sql(
                        "select name from registry.tag where repository_id = ? and name > ?"
                                + " order by name limit ?")
                .params(repository, last, most)
                .query((row, number) -> row.getString("name"))
                .list();
    }
}
