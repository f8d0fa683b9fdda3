package dev.warren.registry.mirror;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Blob;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.source.Served;
import dev.warren.registry.source.Source;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One upstream repository to read from. */
final class MirrorSource implements Source {

    private final MirrorManifests manifests;
    private final MirrorBlobs blobs;
    private final MirrorLists lists;
    private final InstantSource clock;

    MirrorSource(
            MirrorManifests manifests, MirrorBlobs blobs, MirrorLists lists, InstantSource clock) {
        this.manifests = manifests;
        this.blobs = blobs;
        this.lists = lists;
        this.clock = clock;
    }

    @Override
    public Answer<Served> manifest(Reference reference) {
        return manifests.find(reference, clock.instant());
    }

    @Override
    public Answer<Blob> blob(Digest digest) {
        return blobs.find(digest);
    }

    @Override
    public Answer<Long> size(Digest digest) {
        return blobs.size(digest);
    }

    @Override
    public Answer<List<String>> tags(String last, int most) {
        return lists.tags(last, most);
    }

    @Override
    public Answer<List<Referrer>> referrers(Digest subject, Optional<String> artifactType) {
        return lists.referrers(subject, artifactType);
    }
}
