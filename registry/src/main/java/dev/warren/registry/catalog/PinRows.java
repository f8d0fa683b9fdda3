package dev.warren.registry.catalog;

import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.RepositoryName;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Images of other registries that are never thrown away. Blocks; thread-safe. */
public final class PinRows {

    private final JdbcClient jdbc;

    public PinRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A pin; the image as it is pulled. */
    public record Pin(String image, Instant at, String by) {}

    /** Pins what {@code reference} leads to, now and later; false when it was pinned. */
    public boolean add(Repository repository, Reference reference, String by, Instant now) {
        return jdbc.sql(
                                """
                                insert into registry.pin
                                    (repository_id, reference, pinned_at, pinned_by)
                                values (?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(repository.id(), reference.toString(), Timestamp.from(now), by)
                        .update()
                > 0;
    }

    /** Lets it go; false when it was not pinned. */
    public boolean remove(Repository repository, Reference reference) {
        return jdbc.sql("delete from registry.pin where repository_id = ? and reference = ?")
                        .params(repository.id(), reference.toString())
                        .update()
                > 0;
    }

    /** A pin by its parts. */
    public record Pinned(String upstream, RepositoryName name, Reference reference) {}

    /** All of them by their parts, {@code most} at most. */
    public List<Pinned> pinned(int most) {
        return jdbc.sql(
                        """
                        select r.upstream, r.name, p.reference
                        from registry.pin p join registry.repository r on r.id = p.repository_id
                        where r.upstream is not null order by p.pinned_at limit ?
                        """)
                .param(most)
                .query((row, number) ->
                        new Pinned(
                                row.getString("upstream"),
                                new RepositoryName(row.getString("name")),
                                Reference.parse(row.getString("reference")).orElseThrow()))
                .list();
    }

    /** All of them, {@code most} at most, by name. */
    public List<Pin> all(int most) {
        return jdbc.sql(
                        """
                        select r.upstream || '/' || r.name
                                || case when p.reference like '%:%' then '@' else ':' end
                                || p.reference as image,
                            p.pinned_at, p.pinned_by
                        from registry.pin p join registry.repository r on r.id = p.repository_id
                        order by image limit ?
                        """)
                .param(most)
                .query((row, number) ->
                        new Pin(
                                row.getString("image"),
                                row.getTimestamp("pinned_at").toInstant(),
                                row.getString("pinned_by")))
                .list();
    }
}
