package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people are shown of repositories. Only reads. Blocks; thread-safe. */
public final class OverviewRows {

    /** Manifests that tags of a repository lead to, those behind an index included. */
    private static final String TREE =
            """
            with recursive tree (tag, digest) as (
                select name, digest from registry.tag where repository_id = :id
                    and (cast(:tag as text) is null or name = :tag)
                union
                select t.tag, c.child from tree t join registry.manifest_child c
                    on c.repository_id = :id and c.manifest = t.digest and c.kind = 'MANIFEST')
            """;

    private final JdbcClient jdbc;

    public OverviewRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A repository.
     *
     * @param name as it is pulled
     * @param owner empty for one of another registry
     * @param bytes of all its different blobs
     * @param pulledBy empty when nobody did, or nobody who had logged in
     */
    public record Summary(
            String name,
            Optional<String> owner,
            boolean open,
            long bytes,
            long tags,
            Optional<Instant> pushedAt,
            Optional<Instant> pulledAt,
            Optional<String> pulledBy,
            long pulls) {}

    /**
     * A tag.
     *
     * @param bytes of all different parts, of all platforms
     * @param platforms manifests behind an index; 1 for an image
     */
    public record TagSummary(
            String name,
            Digest digest,
            String mediaType,
            long bytes,
            long platforms,
            Instant movedAt) {}

    /** A part of what a tag leads to. */
    public record Part(String manifest, String kind, String digest, long size, boolean here) {}

    /**
     * Who pulled from a repository.
     *
     * @param account empty for who had not logged in
     * @param last when the last time was
     */
    public record Puller(Optional<String> account, long pulls, Instant last) {}

    /** Uploads that are not finished, and their bytes so far. */
    public record Uploads(long open, long bytes) {}

    /**
     * Repositories, by name.
     *
     * @param owner hosted ones of this account; empty for all, those of other registries included
     */
    public List<Summary> repositories(Optional<Long> owner, int most) {
        return summaries(
                "cast(:value as bigint) is null or r.account_id = :value",
                owner.orElse(null),
                most);
    }

    /** The repository that is pulled by this name. */
    public Optional<Summary> repository(String name) {
        return summaries(
                        "cast(:value as text) = coalesce(r.upstream || '/', '') || r.name", name, 1)
                .stream()
                .findFirst();
    }

    private List<Summary> summaries(String condition, @Nullable Object value, int most) {
        return jdbc.sql(
                        """
                        select coalesce(r.upstream || '/', '') || r.name as full_name, r.public,
                            o.name as owner, p.name as puller, r.pushed_at, r.pulled_at, r.pulls,
                            (select coalesce(sum(b.size), 0) from registry.repository_blob rb
                                join registry.blob b on b.digest = rb.digest
                                where rb.repository_id = r.id) as bytes,
                            (select count(*) from registry.tag t where t.repository_id = r.id)
                                as tags
                        from registry.repository r
                            left join core.accounts o on o.id = r.account_id
                            left join core.accounts p on p.id = r.pulled_by
                        where (%s)
                        order by r.upstream nulls first, r.name limit :most
                        """
                                .formatted(condition))
                .param("value", value)
                .param("most", most)
                .query(OverviewRows::summary)
                .list();
    }

    private static Summary summary(ResultSet row, int number) throws SQLException {
        return new Summary(
                row.getString("full_name"),
                Optional.ofNullable(row.getString("owner")),
                row.getBoolean("public"),
                row.getLong("bytes"),
                row.getLong("tags"),
                instant(row.getTimestamp("pushed_at")),
                instant(row.getTimestamp("pulled_at")),
                Optional.ofNullable(row.getString("puller")),
                row.getLong("pulls"));
    }

    private static Optional<Instant> instant(@Nullable Timestamp at) {
        return Optional.ofNullable(at).map(Timestamp::toInstant);
    }

    /** Tags of a repository, by name. */
    public List<TagSummary> tags(long repository, int most) {
        return jdbc.sql(
                        TREE
                                + """
                                select t.name, t.digest, t.moved_at, m.media_type, (
                                        select coalesce(sum(size), 0) from (
                                            select distinct c.child, c.size from tree x
                                                join registry.manifest_child c
                                                    on c.repository_id = :id
                                                    and c.manifest = x.digest
                                            where x.tag = t.name and c.kind <> 'MANIFEST') parts
                                    ) as bytes, greatest(1, (
                                        select count(*) from registry.manifest_child c
                                        where c.repository_id = :id and c.manifest = t.digest
                                            and c.kind = 'MANIFEST')) as platforms
                                from registry.tag t join registry.manifest m
                                    on m.repository_id = t.repository_id and m.digest = t.digest
                                where t.repository_id = :id order by t.name limit :most
                                """)
                .param("id", repository)
                .param("tag", null)
                .param("most", most)
                .query((row, number) ->
                        new TagSummary(
                                row.getString("name"),
                                BlobRows.digest(row.getString("digest")),
                                row.getString("media_type"),
                                row.getLong("bytes"),
                                row.getLong("platforms"),
                                row.getTimestamp("moved_at").toInstant()))
                .list();
    }

    /** What a tag leads to, in all platforms. */
    public List<Part> parts(long repository, String tag, int most) {
        return jdbc.sql(
                        TREE
                                + """
                                select c.manifest, c.kind, c.child, c.size,
                                    exists (select 1 from registry.repository_blob rb
                                        where rb.repository_id = :id and rb.digest = c.child)
                                    or exists (select 1 from registry.manifest m
                                        where m.repository_id = :id and m.digest = c.child) as here
                                from tree x join registry.manifest_child c
                                    on c.repository_id = :id and c.manifest = x.digest
                                order by c.kind = 'MANIFEST' desc, c.manifest, c.kind, c.child
                                limit :most
                                """)
                .param("id", repository)
                .param("tag", tag)
                .param("most", most)
                .query((row, number) ->
                        new Part(
                                row.getString("manifest"),
                                row.getString("kind"),
                                row.getString("child"),
                                row.getLong("size"),
                                row.getBoolean("here")))
                .list();
    }

    /** Who pulled from a repository, the latest first. */
    public List<Puller> pullers(long repository, int most) {
        return jdbc.sql(
                        """
                        select a.name, p.pulls, p.pulled_at from registry.puller p
                            left join core.accounts a on a.id = p.account_id
                        where p.repository_id = ? order by p.pulled_at desc, a.name limit ?
                        """)
                .params(repository, most)
                .query((row, number) ->
                        new Puller(
                                Optional.ofNullable(row.getString("name")),
                                row.getLong("pulls"),
                                row.getTimestamp("pulled_at").toInstant()))
                .list();
    }

    /** Uploads of {@code account} that are not finished. */
    public Uploads uploads(long account) {
        return jdbc.sql(
                        """
                        select count(*) as open, coalesce(sum(written), 0) as bytes
                        from registry.upload where account_id = ?
                        """)
                .param(account)
                .query((row, number) -> new Uploads(row.getLong("open"), row.getLong("bytes")))
                .single();
    }
}
