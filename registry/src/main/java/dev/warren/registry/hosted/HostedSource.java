package dev.warren.registry.hosted;

import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.ManifestRows;
import dev.warren.registry.catalog.TagRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Blob;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.source.Served;
import dev.warren.registry.source.Source;
import dev.warren.registry.store.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A hosted repository to read from. */
final class HostedSource implements Source {

    private static final int MOST_REFERRERS = 1000;

    private final long repository;
    private final Shelf shelf;

    /** Where hosted repositories are kept. */
    record Shelf(ManifestRows manifests, TagRows tags, BlobRows blobs, BlobStore files) {}

    HostedSource(long repository, Shelf shelf) {
        this.repository = repository;
        this.shelf = shelf;
    }

    @Override
    public Answer<Served> manifest(Reference reference) {
        return answer(shelf.manifests.find(repository, reference));
    }

    @Override
    public Answer<Blob> blob(Digest digest) {
        if (shelf.blobs.size(repository, digest).isEmpty()) {
            return new Answer.Missing<>();
        }
        try {
            return answer(shelf.files.find(digest).map(stored -> Blob.of(digest, stored)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Answer<Long> size(Digest digest) {
        return answer(shelf.blobs.size(repository, digest));
    }

    @Override
    public Answer<List<String>> tags(String last, int most) {
        return new Answer.Found<>(shelf.tags.list(repository, last, most));
    }

    @Override
    public Answer<List<Referrer>> referrers(Digest subject, Optional<String> artifactType) {
        return new Answer.Found<>(
                shelf.manifests.referrers(repository, subject, artifactType, MOST_REFERRERS));
    }

    private static <T> Answer<T> answer(Optional<? extends T> found) {
        return found.isPresent() ? new Answer.Found<>(found.get()) : new Answer.Missing<>();
    }
}
