package dev.warren.registry.mirror;

import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.ManifestRows;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.catalog.RepositoryRows;
import dev.warren.registry.catalog.TagRows;
import dev.warren.registry.fill.Keeper;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.Reference.Tag;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.source.Served;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is kept of one upstream repository. It has no row before something of it is there: names
 * that do not exist leave no trace. Blocks; thread-safe.
 */
final class Kept {

    private static final int MOST_REFERRERS = 1000;

    private final Tables tables;
    private final String upstream;
    private final RepositoryName name;

    /** Where it is kept. */
    record Tables(
            RepositoryRows repositories,
            BlobRows blobs,
            ManifestRows manifests,
            TagRows tags,
            TransactionTemplate transactions,
            InstantSource clock) {}

    Kept(Tables tables, String upstream, RepositoryName name) {
        this.tables = tables;
        this.upstream = upstream;
        this.name = name;
    }

    private Optional<Long> id() {
        return tables.repositories.mirror(upstream, name).map(Repository::id);
    }

    private long made() {
        return tables.repositories.mirrored(upstream, name, now()).id();
    }

    private Instant now() {
        return tables.clock.instant();
    }

    Optional<Served> manifest(Reference reference) {
        return id().flatMap(id -> tables.manifests.find(id, reference));
    }

    Optional<TagRows.Row> tag(Tag tag) {
        return id().flatMap(id -> tables.tags.find(id, tag));
    }

    /** Keeps a manifest, and lets {@code reference} lead to it if that is a tag. */
    void put(Reference reference, Digest digest, Manifest manifest, byte[] content) {
        tables.transactions.executeWithoutResult(_ -> {
            long id = made();
            tables.manifests.put(id, digest, manifest, content, now());
            if (reference instanceof Tag tag) {
                tables.tags.put(id, tag, digest, now());
            }
        });
    }

    /** Lets {@code tag} lead to a manifest; false when that is not there. */
    boolean point(Tag tag, Digest digest) {
        Optional<Long> id = id();
        if (id.isEmpty()
                || tables.manifests.find(id.get(), new Reference.ByDigest(digest)).isEmpty()) {
            return false;
        }
        tables.tags.put(id.get(), tag, digest, now());
        return true;
    }

    void remove(Tag tag) {
        id().ifPresent(id -> tables.tags.remove(id, tag));
    }

    /** The size of a blob that it holds. */
    Optional<Long> blob(Digest digest) {
        return id().flatMap(id -> tables.blobs.size(id, digest));
    }

    /** What a manifest says of a blob's size. */
    OptionalLong expected(Digest digest) {
        return id().flatMap(id -> tables.manifests.sizeOfChild(id, digest))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Gives it a blob whose file gets its place now. */
    void keep(Digest digest, long size, Keeper.Publishing publish) throws IOException {
        tables.blobs.add(made(), digest, size, now(), publish::run);
    }

    List<Referrer> referrers(Digest subject, Optional<String> artifactType) {
        return id().map(id -> tables.manifests.referrers(id, subject, artifactType, MOST_REFERRERS))
                .orElse(List.of());
    }
}
