package dev.warren.registry.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.source.Referrer;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A repository of an upstream. Blocks, within the times that are set; immutable.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI
 *     distribution specification</a>
 */
public final class RemoteRepository {

    /** Manifests of 4 MiB are common to all registries; a little more does no harm. */
    private static final int MOST_MANIFEST = 4 * 1024 * 1024 + 256 * 1024;

    private static final int MOST_PAGES = 10;
    private static final int MOST_REFERRERS = 1000;
    private static final String MANIFESTS =
            String.join(
                    ", ",
                    Manifest.OCI_INDEX,
                    Manifest.OCI_MANIFEST,
                    Manifest.DOCKER_LIST,
                    Manifest.DOCKER_MANIFEST);

    private final UpstreamConfig upstream;
    private final Transport transport;
    private final Times times;
    private final MemoryBudget budget;
    private final RepositoryName name;

    RemoteRepository(
            UpstreamConfig upstream,
            Transport transport,
            Times times,
            MemoryBudget budget,
            RepositoryName name) {
        this.upstream = upstream;
        this.transport = transport;
        this.times = times;
        this.budget = budget;
        this.name = name;
    }

    /** The upstream's name. */
    public String upstream() {
        return upstream.name();
    }

    /** Its name there. */
    public RepositoryName name() {
        return name;
    }

    /** What {@code reference} is now; no upstream counts that. */
    public Reply<RemoteHead> head(Reference reference) {
        OutboundRequest request =
                OutboundRequest.head(uri("/manifests/" + reference))
                        .withHeader("Accept", MANIFESTS)
                        .within(times.head());
        return send(RequestKind.MANIFEST_HEAD, request)
                .then(response -> {
                    try (response) {
                        Optional<Digest> digest =
                                response.header("Docker-Content-Digest").flatMap(Digest::parse);
                        return new Reply.Good<>(new RemoteHead(digest));
                    }
                });
    }

    /** The manifest that {@code reference} names, known to hash to its digest. */
    public Reply<RemoteManifest> manifest(Reference reference) {
        OutboundRequest request =
                get("/manifests/" + reference)
                        .withHeader("Accept", MANIFESTS)
                        .within(times.manifest());
        return send(RequestKind.MANIFEST_GET, request)
                .then(response -> read(response, held -> manifest(reference, response, held)));
    }

    private Reply<RemoteManifest> manifest(
            Reference reference, OutboundResponse response, Held held) {
        Optional<Digest> wanted =
                switch (reference) {
                    case Reference.ByDigest(Digest digest) -> Optional.of(digest);
                    case Reference.Tag _ ->
                            response.header("Docker-Content-Digest").flatMap(Digest::parse);
                };
        Digest.Algorithm algorithm = wanted.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256);
        Digest digest = Digest.of(algorithm, held.bytes());
        if (wanted.isPresent() && !wanted.get().equals(digest)) {
            held.close();
            return new Reply.Failed<>(
                    Cause.BROKEN,
                    Breaker.PAUSE,
                    transport.words("sent another manifest than its digest says"));
        }
        String type = response.header("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        return new Reply.Good<>(
                new RemoteManifest(
                        digest, bare.toLowerCase(Locale.ROOT), held.bytes(), held.reservation()));
    }

    /** Whether it has the blob, and how long it is if it says. */
    public Reply<OptionalLong> blobSize(Digest digest) {
        OutboundRequest request =
                OutboundRequest.head(uri("/blobs/" + digest))
                        .withHeader("Accept-Encoding", "identity")
                        .within(times.manifest());
        return send(RequestKind.BLOB_HEAD, request)
                .then(response -> {
                    try (response) {
                        String length = response.header("Content-Length").orElse("");
                        return new Reply.Good<>(
                                length.matches("\\d{1,18}")
                                        ? OptionalLong.of(Long.parseLong(length))
                                        : OptionalLong.empty());
                    }
                });
    }

    /**
     * The blob, from a position on if the upstream can do that.
     *
     * @param from the first byte's position that is wanted
     * @param etag what the bytes before had, so that they are of the same blob; null for none
     * @param most bytes to read of it at most
     */
    public Reply<RemoteBlob> blob(Digest digest, long from, @Nullable String etag, DataSize most) {
        OutboundRequest request =
                OutboundRequest.get(uri("/blobs/" + digest), most)
                        .raw()
                        .withHeader("Accept-Encoding", "identity")
                        .within(times.blob())
                        .unhurried();
        if (from > 0) {
            request = request.withHeader("Range", "bytes=" + from + "-");
            if (etag != null) {
                request = request.withHeader("If-Range", etag);
            }
        }
        return send(RequestKind.BLOB_GET, request)
                .then(response -> {
                    Optional<RemoteBlob> blob = RemoteBlob.of(response);
                    if (blob.isPresent() && blob.get().first() <= from) {
                        return new Reply.Good<>(blob.get());
                    }
                    response.close();
                    return broken("sent another part than asked for");
                });
    }

    /** The manifests about {@code subject}; of a fallback tag where there is no list of them. */
    public Reply<List<Referrer>> referrers(Digest subject) {
        List<Referrer> all = new ArrayList<>();
        Reply<List<Referrer>> listed =
                pages(
                        RequestKind.REFERRERS,
                        uri("/referrers/" + subject),
                        body ->
                                ListReader.referrers(body, MOST_REFERRERS)
                                                .map(all::addAll)
                                                .isPresent()
                                        && all.size() < MOST_REFERRERS,
                        all);
        return switch (listed) {
            case Reply.Absent<List<Referrer>> _ -> fallback(subject);
            case Reply.Good<List<Referrer>> _,
                    Reply.Denied<List<Referrer>> _,
                    Reply.Failed<List<Referrer>> _ ->
                    listed;
        };
    }

    private Reply<List<Referrer>> fallback(Digest subject) {
        String tag = subject.algorithm().word() + "-" + subject.hex();
        Reference reference = new Reference.Tag(tag.substring(0, Math.min(128, tag.length())));
        return manifest(reference)
                .then(manifest -> {
                    try (manifest) {
                        return ListReader.referrers(manifest.content(), MOST_REFERRERS)
                                .<Reply<List<Referrer>>>map(Reply.Good::new)
                                .orElseGet(() -> broken("sent a list that is not good JSON"));
                    }
                });
    }

    /** Tags behind {@code last}, {@code most} at most; in the order of the upstream. */
    public Reply<List<String>> tags(String last, int most) {
        List<String> all = new ArrayList<>();
        String query = "?n=" + most;
        if (!last.isEmpty()) {
            query += "&last=" + URLEncoder.encode(last, UTF_8);
        }
        return pages(
                RequestKind.TAGS,
                uri("/tags/list" + query),
                body ->
                        ListReader.tags(body, Integer.MAX_VALUE)
                                        .map(tags -> {
                                            tags.stream()
                                                    .filter(tag -> tag.compareTo(last) > 0)
                                                    .forEach(all::add);
                                            return all;
                                        })
                                        .isPresent()
                                && all.size() < most,
                all);
    }

    /** Whether to go on with the next page. */
    private interface Page {
        boolean take(byte[] body);
    }

    private <T> Reply<List<T>> pages(RequestKind kind, URI first, Page page, List<T> all) {
        Optional<URI> next = Optional.of(first);
        for (int pages = 0; pages < MOST_PAGES && next.isPresent(); pages++) {
            URI asked = next.get();
            OutboundRequest request =
                    OutboundRequest.get(asked, DataSize.ofBytes(MOST_MANIFEST))
                            .raw()
                            .withHeader("Accept-Encoding", "identity")
                            .within(times.manifest());
            Reply<Optional<URI>> read =
                    send(kind, request).then(response -> page(response, asked, page));
            switch (read) {
                case Reply.Good<Optional<URI>>(Optional<URI> following) -> next = following;
                case Reply.Absent<Optional<URI>> _,
                        Reply.Denied<Optional<URI>> _,
                        Reply.Failed<Optional<URI>> _ -> {
                    return read.then(_ -> new Reply.Good<>(all));
                }
            }
        }
        return new Reply.Good<>(all);
    }

    private Reply<Optional<URI>> page(OutboundResponse response, URI asked, Page page) {
        return read(
                response,
                held -> {
                    try (held) {
                        boolean more = page.take(held.bytes());
                        return new Reply.Good<>(
                                more ? NextPage.of(response, asked) : Optional.empty());
                    }
                });
    }

    private <T> Reply<T> read(OutboundResponse response, Function<Held, Reply<T>> next) {
        try (response) {
            return Held.read(response, MOST_MANIFEST, budget, upstream.name()).then(next);
        }
    }

    private Reply<OutboundResponse> send(RequestKind kind, OutboundRequest request) {
        return transport.send(kind, request, name);
    }

    private OutboundRequest get(String path) {
        return OutboundRequest.get(uri(path), DataSize.ofBytes(MOST_MANIFEST + 1))
                .raw()
                .withHeader("Accept-Encoding", "identity");
    }

    /** All parts are of names, tags and digests, none of which needs an escape. */
    private URI uri(String path) {
        return URI.create(upstream.url() + "/v2/" + name + path);
    }

    private <T> Reply<T> broken(String what) {
        return new Reply.Failed<>(Cause.BROKEN, Breaker.PAUSE, transport.words(what));
    }
}
