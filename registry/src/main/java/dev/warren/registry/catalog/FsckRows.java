package dev.warren.registry.catalog;

import dev.warren.registry.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What should be true of the store, as the database has it. Only reads. Blocks; thread-safe. */
public final class FsckRows {

    private static final String HOSTED_NAME = "coalesce(r.upstream || '/', '') || r.name";

    private final JdbcClient jdbc;

    public FsckRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A blob that should be there.
     *
     * @param holder one of the repositories that hold it; empty when none does
     * @param damaged what is known to be wrong with it
     */
    public record Blob(
            Digest digest, long size, Optional<String> holder, Optional<String> damaged) {}

    /** A manifest that is not as it should be. */
    public record Part(String repository, String manifest, String child, long said, long size) {}

    /** A manifest by its place. */
    public record Place(long repository, String name, String digest, boolean right) {}

    /** Whether there is a registry at all. */
    public boolean isThere() {
        return jdbc.sql("select to_regclass('registry.blob') is not null")
                .query(Boolean.class)
                .single();
    }

    /** Blobs behind {@code last}, by digest. */
    public List<Blob> blobs(String last, int most) {
        return jdbc.sql(
                        """
                        select b.digest, b.size, b.damaged, (
                            select %s from registry.repository_blob rb
                                join registry.repository r on r.id = rb.repository_id
                            where rb.digest = b.digest
                            order by r.upstream nulls first, r.name limit 1) as holder
                        from registry.blob b where b.digest > ? order by b.digest limit ?
                        """
                                .formatted(HOSTED_NAME))
                .params(last, most)
                .query(FsckRows::blob)
                .list();
    }

    /** The blob, if it is still there. */
    public Optional<Long> size(Digest digest) {
        return jdbc.sql("select size from registry.blob where digest = ?")
                .param(digest.toString())
                .query(Long.class)
                .optional();
    }

    private static Blob blob(ResultSet row, int number) throws SQLException {
        return new Blob(
                BlobRows.digest(row.getString("digest")),
                row.getLong("size"),
                Optional.ofNullable(row.getString("holder")),
                Optional.ofNullable(row.getString("damaged")));
    }

    /** Parts of hosted manifests that are not there, though nobody deleted them. */
    public List<Part> missing(int most) {
        return jdbc.sql(
                        """
                        select r.name, c.manifest, c.child, c.size as said, 0 as size
                        from registry.manifest_child c
                            join registry.repository r on r.id = c.repository_id
                        where r.upstream is null and c.kind in ('CONFIG', 'LAYER')
                            and not c.let_go and not exists (
                                select 1 from registry.repository_blob rb
                                where rb.repository_id = c.repository_id and rb.digest = c.child)
                        order by r.name, c.manifest, c.child limit ?
                        """)
                .param(most)
                .query(FsckRows::part)
                .list();
    }

    /** Parts of hosted manifests that have another size than their manifest says. */
    public List<Part> otherSize(int most) {
        return jdbc.sql(
                        """
                        select r.name, c.manifest, c.child, c.size as said, b.size
                        from registry.manifest_child c
                            join registry.repository r on r.id = c.repository_id
                            join registry.repository_blob rb
                                on rb.repository_id = r.id and rb.digest = c.child
                            join registry.blob b on b.digest = rb.digest
                        where r.upstream is null and c.kind in ('CONFIG', 'LAYER')
                            and b.size <> c.size
                        order by r.name, c.manifest, c.child limit ?
                        """)
                .param(most)
                .query(FsckRows::part)
                .list();
    }

    private static Part part(ResultSet row, int number) throws SQLException {
        return new Part(
                row.getString("name"),
                row.getString("manifest"),
                row.getString("child"),
                row.getLong("said"),
                row.getLong("size"));
    }

    /** Manifests behind {@code last}, each hashed again where it lies. */
    public List<Place> manifests(long repository, String last, int most) {
        return jdbc.sql(
                        """
                        select m.repository_id, %s as name, m.digest,
                            m.digest = case when m.digest like 'sha512:%%'
                                then 'sha512:' || encode(sha512(m.content), 'hex')
                                else 'sha256:' || encode(sha256(m.content), 'hex') end as good
                        from registry.manifest m
                            join registry.repository r on r.id = m.repository_id
                        where (m.repository_id, m.digest) > (?, ?)
                        order by m.repository_id, m.digest limit ?
                        """
                                .formatted(HOSTED_NAME))
                .params(repository, last, most)
                .query((row, number) ->
                        new Place(
                                row.getLong("repository_id"),
                                row.getString("name"),
                                row.getString("digest"),
                                row.getBoolean("good")))
                .list();
    }

    /** Uploads that are not finished, {@code most} at most, with the bytes that each has. */
    public List<Upload> uploads(int most) {
        return jdbc.sql("select id, written from registry.upload order by id limit ?")
                .param(most)
                .query((row, number) ->
                        new Upload(row.getObject("id", UUID.class), row.getLong("written")))
                .list();
    }

    /** An upload and the bytes that it should have. */
    public record Upload(UUID id, long written) {}

    /** Bytes of an upload, if it is still there. */
    public Optional<Long> written(UUID id) {
        return jdbc.sql("select written from registry.upload where id = ?")
                .param(id)
                .query(Long.class)
                .optional();
    }
}
