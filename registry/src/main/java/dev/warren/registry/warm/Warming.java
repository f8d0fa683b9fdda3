package dev.warren.registry.warm;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.ManifestException;
import dev.warren.registry.oci.ManifestReader;
import dev.warren.registry.oci.Platform;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Served;
import dev.warren.registry.source.Source;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fetches images of other registries with all their parts, before anybody pulls them. Blocks;
 * thread-safe.
 */
public final class Warming {

    /** More manifests than this no image has. */
    private static final int MOST_MANIFESTS = 200;

    private static final int MOST_BLOBS = 5000;

    private static final int AT_ONCE = 4;

    private final Mirrors mirrors;
    private final MemoryBudget memory;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    public Warming(Mirrors mirrors, MemoryBudget memory) {
        this.mirrors = mirrors;
        this.memory = memory;
    }

    /**
     * What is wanted.
     *
     * @param name within the upstream
     * @param platforms of an index only these; empty for all
     * @param by for which account, one image at a time; empty for the registry itself, which may
     *     read all
     */
    public record Wish(
            String upstream,
            RepositoryName name,
            Reference reference,
            Set<Platform> platforms,
            String by) {}

    /** What came of it. */
    public sealed interface Outcome {

        /**
         * All of it is here.
         *
         * @param fetched bytes that were not here before
         */
        record Warm(int manifests, int blobs, long bytes, long fetched) implements Outcome {}

        /** It is not; the words are for the user. */
        record Refused(String words) implements Outcome {}

        /** The watcher wanted no more. */
        record Cancelled() implements Outcome {}
    }

    /** Fetches what is not here. */
    public Outcome warm(Wish wish, Watcher watcher) {
        Optional<Source> source = mirrors.source(wish.upstream, wish.name, wish.by);
        boolean may = wish.by.isEmpty() || mirrors.readers(wish.upstream, wish.name).test(wish.by);
        if (source.isEmpty() || !may) {
            return new Outcome.Refused(
                    "there is no such image: %s/%s".formatted(wish.upstream, wish.name));
        }
        if (!busy.add(wish.by)) {
            return new Outcome.Refused(
                    "you are warming an image already (expected: one at a time)");
        }
        try {
            return busy.size() > AT_ONCE
                    ? new Outcome.Refused("too many images are being warmed, try again shortly")
                    : fetch(source.get(), wish, watcher);
        } finally {
            busy.remove(wish.by);
        }
    }

    private Outcome fetch(Source source, Wish wish, Watcher watcher) {
        try {
            Set<Manifest.Child> blobs = new LinkedHashSet<>();
            int manifests = manifests(source, wish, blobs);
            BlobWarmer warmer = new BlobWarmer(source, watcher);
            for (Manifest.Child blob : blobs) {
                warmer.warm(blob.digest());
            }
            return new Outcome.Warm(manifests, blobs.size(), warmer.bytes(), warmer.fetched());
        } catch (WarmException ended) {
            return ended.outcome();
        }
    }

    /** Reads the manifests; says how many, and adds what they are made of to {@code blobs}. */
    private int manifests(Source source, Wish wish, Set<Manifest.Child> blobs)
            throws WarmException {
        Set<Reference> seen = new LinkedHashSet<>();
        List<Reference> next = List.of(wish.reference);
        while (!next.isEmpty()) {
            Set<Reference> behind = new LinkedHashSet<>();
            for (Reference reference : next) {
                if (seen.add(reference)) {
                    take(manifest(source, reference), wish, blobs, behind);
                    check("manifests", seen.size() + behind.size(), MOST_MANIFESTS);
                    check("layers", blobs.size(), MOST_BLOBS);
                }
            }
            next = List.copyOf(behind);
        }
        return seen.size();
    }

    private static void check(String what, int number, int most) throws WarmException {
        if (number > most) {
            throw WarmException.refused(
                    "the image has too many %s (expected: at most %d)".formatted(what, most));
        }
    }

    private static void take(
            Manifest manifest, Wish wish, Set<Manifest.Child> blobs, Set<Reference> behind)
            throws WarmException {
        int chosen = 0;
        int offered = 0;
        for (Manifest.Child child : manifest.children()) {
            switch (child.kind()) {
                case CONFIG, LAYER -> blobs.add(child);
                case MANIFEST -> {
                    offered++;
                    if (isWanted(child, wish)) {
                        chosen++;
                        behind.add(new Reference.ByDigest(child.digest()));
                    }
                }
                case FOREIGN -> {}
            }
        }
        if (offered > 0 && chosen == 0) {
            throw WarmException.refused(
                    "the image is not there for %s (expected: one of %s)"
                            .formatted(words(wish.platforms), words(platforms(manifest))));
        }
    }

    private static boolean isWanted(Manifest.Child child, Wish wish) {
        return wish.platforms.isEmpty()
                || child.platform().isPresent()
                        && wish.platforms.stream()
                                .anyMatch(wanted -> wanted.covers(child.platform().get()));
    }

    private static Set<Platform> platforms(Manifest manifest) {
        Set<Platform> platforms = new LinkedHashSet<>();
        manifest.children().forEach(child -> child.platform().ifPresent(platforms::add));
        return platforms;
    }

    private static String words(Set<Platform> platforms) {
        return String.join(", ", platforms.stream().map(Platform::toString).limit(20).toList());
    }

    private Manifest manifest(Source source, Reference reference) throws WarmException {
        Served served = WarmException.found(source.manifest(reference), "manifest " + reference);
        try (Reservation _ =
                memory.tryReserve(2L * served.size())
                        .orElseThrow(() ->
                                WarmException.refused(
                                        "the registry does as much as it can, try again shortly"))) {
            return ManifestReader.read(served.content(), served.mediaType());
        } catch (ManifestException ofAnotherKind) {
            throw WarmException.refused(
                    "manifest %s cannot be read: %s"
                            .formatted(reference, ofAnotherKind.getMessage()));
        }
    }
}
