package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.source.Served;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Manifests to the byte, and what they refer to. Blocks; thread-safe. */
public final class ManifestRows {

    private static final int BATCH = 500;

    /** Bytes of a manifest that is read at once. */
    private static final int SMALL = 64 * 1024;

    private static final String FIND =
            """
            select m.digest, m.media_type, length(m.content) as size,
                case when length(m.content) <= ? then m.content end as small
            from registry.manifest m\
            """;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public ManifestRows(JdbcTemplate jdbc) {
        this.jdbc = JdbcClient.create(jdbc);
        this.batches = jdbc;
    }

    /** Adds {@code content} unless it is there. To be called within a transaction. */
    public void put(
            long repository, Digest digest, Manifest manifest, byte[] content, Instant now) {
        int added =
                jdbc.sql(
                                """
                                insert into registry.manifest (repository_id, digest, media_type,
                                    content, subject, artifact_type, annotations, pushed_at, used_at)
                                values (:repository, :digest, :type, :content, :subject, :artifact,
                                    :annotations, :now, :now)
                                on conflict (repository_id, digest) do nothing
                                """)
                        .param("repository", repository)
                        .param("digest", digest.toString())
                        .param("type", manifest.mediaType())
                        .param("content", content)
                        .param("subject", manifest.subject().map(Digest::toString).orElse(null))
                        .param("artifact", manifest.artifactType().orElse(null))
                        .param("annotations", JSON.writeValueAsString(manifest.annotations()))
                        .param("now", Timestamp.from(now))
                        .update();
        if (added > 0) {
            addChildren(repository, digest, manifest);
        }
    }

    /** Notes that these parts of a manifest were never there, so that nobody misses them. */
    public void doWithout(long repository, Digest digest, List<Digest> absent) {
        if (absent.isEmpty()) {
            return;
        }
        jdbc.sql(
                        """
                        update registry.manifest_child set let_go = true
                        where repository_id = :repository and manifest = :manifest
                            and child = any(:absent)
                        """)
                .param("repository", repository)
                .param("manifest", digest.toString())
                .param("absent", absent.stream().map(Digest::toString).toArray(String[]::new))
                .update();
    }

    private void addChildren(long repository, Digest digest, Manifest manifest) {
        List<Object[]> rows = new ArrayList<>(manifest.children().size());
        for (Manifest.Child child : manifest.children()) {
            rows.add(
                    new Object[] {
                        repository,
                        digest.toString(),
                        child.digest().toString(),
                        child.kind().name(),
                        child.size()
                    });
        }
        batches.batchUpdate(
                """
                insert into registry.manifest_child (repository_id, manifest, child, kind, size)
                values (?, ?, ?, ?, ?) on conflict do nothing
                """,
                rows,
                BATCH,
                (statement, row) -> {
                    for (int i = 0; i < row.length; i++) {
                        statement.setObject(i + 1, row[i]);
                    }
                });
    }

    /** The manifest that {@code reference} names. Of a large one the bytes are read later. */
    public Optional<Served> find(long repository, Reference reference) {
        return switch (reference) {
            case Reference.ByDigest by ->
                    jdbc.sql(FIND + " where m.repository_id = ? and m.digest = ?")
                            .params(SMALL, repository, by.digest().toString())
                            .query((row, number) -> served(repository, row))
                            .optional();
            case Reference.Tag tag ->
                    jdbc.sql(
                                    FIND
                                            + " join registry.tag t on t.repository_id = m.repository_id"
                                            + " and t.digest = m.digest"
                                            + " where t.repository_id = ? and t.name = ?")
                            .params(SMALL, repository, tag.name())
                            .query((row, number) -> served(repository, row))
                            .optional();
        };
    }

    private Served served(long repository, ResultSet row) throws SQLException {
        Digest digest = digest(row.getString("digest"));
        byte[] small = row.getBytes("small");
        return new Served(
                digest,
                row.getString("media_type"),
                row.getInt("size"),
                small != null ? () -> small : () -> content(repository, digest),
                Optional.empty());
    }

    private byte[] content(long repository, Digest digest) {
        return jdbc.sql(
                        "select content from registry.manifest where repository_id = ? and digest = ?")
                .params(repository, digest.toString())
                .query((row, number) -> row.getBytes("content"))
                .single();
    }

    /** The size that a manifest of {@code repository} gives a part of it. */
    public Optional<Long> sizeOfChild(long repository, Digest child) {
        return jdbc.sql(
                        "select size from registry.manifest_child"
                                + " where repository_id = ? and child = ? limit 1")
                .params(repository, child.toString())
                .query(Long.class)
                .optional();
    }

    /** How many manifests there are. */
    public int count(long repository) {
        return jdbc.sql("select count(*) from registry.manifest where repository_id = ?")
                .param(repository)
                .query(Integer.class)
                .single();
    }

    /** Removes the manifest and the tags that lead to it; false when it was not there. */
    public boolean remove(long repository, Digest digest) {
        return jdbc.sql("delete from registry.manifest where repository_id = ? and digest = ?")
                        .params(repository, digest.toString())
                        .update()
                > 0;
    }

    /** The manifests about {@code subject}, oldest first, {@code most} at most. */
    public List<Referrer> referrers(
            long repository, Digest subject, Optional<String> artifactType, int most) {
        return jdbc.sql(
                        """
                        select media_type, digest, length(content) as size, artifact_type, annotations
                        from registry.manifest
                        where repository_id = :repository and subject = :subject
                            and (cast(:type as text) is null or artifact_type = :type)
                        order by pushed_at, digest limit :most
                        """)
                .param("repository", repository)
                .param("subject", subject.toString())
                .param("type", artifactType.orElse(null))
                .param("most", most)
                .query(ManifestRows::referrer)
                .list();
    }

    private static Referrer referrer(ResultSet row, int number) throws SQLException {
        return new Referrer(
                row.getString("media_type"),
                digest(row.getString("digest")),
                row.getLong("size"),
                Optional.ofNullable(row.getString("artifact_type")),
                JSON.readValue(row.getString("annotations"), WORDS));
    }

    private static Digest digest(String text) {
        return Digest.parse(text)
                .orElseThrow(() -> new IllegalStateException("digest in the database: " + text));
    }
}
