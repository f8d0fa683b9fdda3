package dev.warren.registry.web;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.registry.access.Caller;
import dev.warren.registry.catalog.PullRows;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hosted.Put;
import dev.warren.registry.hosted.Quotas;
import dev.warren.registry.hot.HotManifests;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.ManifestException;
import dev.warren.registry.oci.ManifestReader;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.Reference.Tag;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Served;
import dev.warren.registry.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Manifests: read, pushed, deleted. Thread-safe. */
final class ManifestEndpoint {

    /** The specification's 4 MiB, and a little for those who count otherwise. */
    private static final int LARGEST = 4 * 1024 * 1024 + 64 * 1024;

    private static final int MOST_TAGS = 100;

    private final Hosted hosted;
    private final Quotas quotas;
    private final HotManifests hot;
    private final MemoryBudget memory;

    ManifestEndpoint(Hosted hosted, Quotas quotas, HotManifests hot, MemoryBudget memory) {
        this.hosted = hosted;
        this.quotas = quotas;
        this.hot = hot;
        this.memory = memory;
    }

    /**
     * A manifest that may be read.
     *
     * @param readers who else may, as long as nothing changes
     * @param place as its pulls are counted
     * @param stamp of {@link #hot}, from before anything was looked at
     */
    record Reading(
            RepositoryName name,
            Source source,
            Predicate<Caller> readers,
            PullRows.Place place,
            long stamp) {}

    void read(Call call, Reading reading) throws RefusedException, IOException {
        Reference reference = reference(call);
        Served served =
                Answers.found(
                        reading.source.manifest(reference),
                        () ->
                                new RefusedException(
                                        ErrorCode.MANIFEST_UNKNOWN,
                                        "there is no manifest %s in %s"
                                                .formatted(reference, call.route().repository())));
        String etag = "\"" + served.digest() + "\"";
        call.response().setHeader("Docker-Content-Digest", served.digest().toString());
        call.response().setHeader("ETag", etag);
        served.stale()
                .ifPresent(age -> {
                    call.response()
                            .setHeader(
                                    "Warning",
                                    "110 warren \"the other registry does not answer; this was good %d s ago\""
                                            .formatted(age.toSeconds()));
                    call.response().setHeader("Age", Long.toString(age.toSeconds()));
                });
        if (call.isKnown(etag)) {
            call.response().setStatus(304);
            return;
        }
        Optional<Reservation> room = memory.tryReserve(2L * served.size());
        if (room.isEmpty()) {
            throw Answers.busy();
        }
        try (Reservation _ = room.get()) {
            send(call, served);
        }
        hot.put(
                new HotManifests.Read(key(call), reading.name, reading.readers, reading.place),
                served,
                reading.stamp);
    }

    private static void send(Call call, Served served) throws IOException {
        if (call.isHead()) {
            call.response().setStatus(200);
            call.response().setHeader("Content-Type", served.mediaType());
            call.response().setContentLength(served.size());
        } else {
            call.bytes(200, served.mediaType(), served.content());
        }
    }

    /** As the edge sees it. */
    private static String key(Call call) {
        String query = call.request().getQueryString();
        String path = call.request().getRequestURI();
        return HotManifests.key(
                call.mirror().orElse(""), query == null ? path : path + "?" + query);
    }

    void push(Call call, Repository repository, long account) throws RefusedException, IOException {
        Reference reference = reference(call);
        List<Tag> tags = tags(call, reference);
        String type = call.request().getContentType();
        if (type == null || type.isBlank()) {
            throw new RefusedException(
                    ErrorCode.MANIFEST_INVALID,
                    "Content-Type: none (expected: the manifest's media type)");
        }
        long length = call.request().getContentLengthLong();
        if (length > LARGEST) {
            throw tooLarge();
        }
        // as it arrives, what is read of it, and on its way to the database
        long held = 3L * (length < 0 ? LARGEST : length) + 1;
        Optional<Reservation> room = memory.tryReserve(held);
        if (room.isEmpty()) {
            throw Answers.busy();
        }
        try (Reservation _ = room.get()) {
            byte[] content = content(call.request().getInputStream(), length);
            Digest digest = digest(reference, content);
            Manifest manifest = parse(content, type);
            if (!quotas.permits(account, content.length)) {
                throw UploadEndpoint.refusal(quotas.refusal(account));
            }
            check(hosted.put(repository, digest, manifest, content, tags));
            answer(call, reference, digest, manifest, tags);
        }
    }

    private static void check(Put put) throws RefusedException {
        switch (put) {
            case Put.Kept _ -> {}
            case Put.Misses(List<Digest> blobs) ->
                    throw new RefusedException(
                            ErrorCode.MANIFEST_BLOB_UNKNOWN,
                            "%d of the manifest's blobs are not here, %s is one (expected: blobs are pushed first)"
                                    .formatted(blobs.size(), blobs.getFirst()));
            case Put.TooMany(int most) ->
                    throw new RefusedException(
                            ErrorCode.DENIED,
                            "the repository has as many manifests or tags as it may (expected: at most %d of each; delete some)"
                                    .formatted(most));
        }
    }

    private static void answer(
            Call call, Reference reference, Digest digest, Manifest manifest, List<Tag> tags) {
        var response = call.response();
        response.setHeader(
                "Location", "/v2/%s/manifests/%s".formatted(call.route().repository(), digest));
        response.setHeader("Docker-Content-Digest", digest.toString());
        manifest.subject().ifPresent(about -> response.setHeader("OCI-Subject", about.toString()));
        if (reference instanceof Reference.ByDigest) {
            tags.forEach(tag -> response.addHeader("OCI-Tag", tag.name()));
        }
        call.empty(201);
    }

    void delete(Call call, Repository repository) throws RefusedException {
        Reference reference = reference(call);
        if (!hosted.remove(repository, reference)) {
            throw new RefusedException(
                    ErrorCode.MANIFEST_UNKNOWN, "there is no manifest " + reference);
        }
        call.empty(202);
    }

    private static Reference reference(Call call) throws RefusedException {
        String spelt = call.route().detail();
        Optional<Reference> reference = Reference.parse(spelt);
        if (reference.isPresent()) {
            return reference.get();
        }
        boolean reads = call.request().getMethod().equals("GET") || call.isHead();
        if (spelt.indexOf(':') < 0) {
            throw new RefusedException(
                    reads ? ErrorCode.MANIFEST_UNKNOWN : ErrorCode.MANIFEST_INVALID,
                    "that is no tag (expected: letters, digits, . _ -, 128 characters at most)");
        }
        throw new RefusedException(
                ErrorCode.DIGEST_INVALID,
                "that is no digest (expected: sha256: or sha512: and its hash)");
    }

    private static List<Tag> tags(Call call, Reference reference) throws RefusedException {
        if (reference instanceof Tag tag) {
            return List.of(tag);
        }
        List<String> words = call.parameters("tag");
        if (words.size() > MOST_TAGS) {
            throw new RefusedException(
                    ErrorCode.MANIFEST_INVALID,
                    "%d tags (expected: %d at most)".formatted(words.size(), MOST_TAGS));
        }
        List<Tag> tags = new ArrayList<>();
        for (String word : words) {
            tags.add(
                    Tag.parse(word)
                            .orElseThrow(() ->
                                    new RefusedException(
                                            ErrorCode.MANIFEST_INVALID,
                                            "that is no tag (expected: letters, digits, . _ -, 128 characters at most)")));
        }
        return tags;
    }

    private static byte[] content(InputStream body, long length)
            throws RefusedException, IOException {
        byte[] content = body.readNBytes(length < 0 ? LARGEST + 1 : (int) length);
        if (content.length > LARGEST) {
            throw tooLarge();
        }
        if (content.length < length) {
            throw new RefusedException(
                    ErrorCode.MANIFEST_INVALID,
                    "the manifest ends after %d bytes (expected: %d)"
                            .formatted(content.length, length));
        }
        return content;
    }

    private static Digest digest(Reference reference, byte[] content) throws RefusedException {
        if (!(reference instanceof Reference.ByDigest by)) {
            return Digest.of(content);
        }
        Digest actual = Digest.of(by.digest().algorithm(), content);
        if (!actual.equals(by.digest())) {
            throw new RefusedException(
                    ErrorCode.DIGEST_INVALID,
                    "digest: %s (expected: %s, which is what was sent)"
                            .formatted(by.digest(), actual));
        }
        return actual;
    }

    private static Manifest parse(byte[] content, String type) throws RefusedException {
        int parameters = type.indexOf(';');
        String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        try {
            return ManifestReader.read(content, bare);
        } catch (ManifestException malformed) {
            throw new RefusedException(
                    ErrorCode.MANIFEST_INVALID, String.valueOf(malformed.getMessage()));
        }
    }

    private static RefusedException tooLarge() {
        return new RefusedException(
                ErrorCode.SIZE_INVALID,
                "the manifest is too large (expected: %d bytes at most)".formatted(LARGEST));
    }
}
