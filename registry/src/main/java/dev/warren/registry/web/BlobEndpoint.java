package dev.warren.registry.web;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.http.file.GrowingFile;
import dev.warren.edge.http.file.GrowingFiles;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.fill.StoredBlobs;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Blob;
import dev.warren.registry.source.Source;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blobs: read, in whole or in part, and deleted. Their bytes are sent by the edge, which is told
 * where they are. Thread-safe.
 */
final class BlobEndpoint {

    private static final String FILE = "X-Warren-File";
    private static final String FILE_RANGE = "X-Warren-File-Range";
    private static final String FILL = "X-Warren-Fill";
    private static final int BUFFER = 64 * 1024;

    /** Smaller blobs are sent sooner than fetched from elsewhere. */
    private static final long LINKED = 1 << 20;

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final Hosted hosted;
    private final StoredBlobs stored;
    private final GrowingFiles growing;
    private final MemoryBudget memory;

    BlobEndpoint(Hosted hosted, StoredBlobs stored, GrowingFiles growing, MemoryBudget memory) {
        this.hosted = hosted;
        this.stored = stored;
        this.growing = growing;
        this.memory = memory;
    }

    /** Part of a blob. */
    private record Part(long first, long last) {}

    void read(Call call, Source source) throws RefusedException, IOException {
        Digest digest = digest(call);
        Supplier<RefusedException> unknown =
                () ->
                        new RefusedException(
                                ErrorCode.BLOB_UNKNOWN,
                                "there is no blob %s in %s"
                                        .formatted(digest, call.route().repository()));
        if (call.isHead()) {
            // fetches nothing from another registry
            long size = Answers.found(source.size(digest), unknown);
            if (described(call, digest)) {
                call.response().setContentLengthLong(size);
            }
            return;
        }
        Blob blob = Answers.found(source.blob(digest), unknown);
        if (described(call, digest)) {
            switch (blob) {
                case Blob.Away away -> {
                    Optional<URI> link = link(call, away);
                    if (link.isPresent()) {
                        call.response().setHeader("Location", link.get().toString());
                        call.empty(307);
                        return;
                    }
                    send(call, Answers.found(stored.bring(away), unknown), etag(digest));
                }
                case Blob.Sendable here -> send(call, here, etag(digest));
            }
        }
    }

    /** Where the caller may get the blob instead; never without TLS who came with it. */
    private static Optional<URI> link(Call call, Blob.Away blob) throws IOException {
        return blob.size() < LINKED
                ? Optional.empty()
                : blob.stored()
                        .place()
                        .link()
                        .filter(link ->
                                !call.request().isSecure() || "https".equals(link.getScheme()));
    }

    private static String etag(Digest digest) {
        return "\"" + digest + "\"";
    }

    /** Says what blob it is; false when the caller has it. */
    private static boolean described(Call call, Digest digest) {
        HttpServletResponse response = call.response();
        response.setHeader("Docker-Content-Digest", digest.toString());
        response.setHeader("ETag", etag(digest));
        response.setHeader("Accept-Ranges", "bytes");
        if (call.isKnown(etag(digest))) {
            response.setStatus(304);
            return false;
        }
        response.setHeader("Content-Type", "application/octet-stream");
        return true;
    }

    private void send(Call call, Blob.Sendable blob, String etag)
            throws RefusedException, IOException {
        HttpServletResponse response = call.response();
        // what is not kept is answered whole
        Optional<Part> part =
                blob instanceof Blob.Passing ? Optional.empty() : part(call, blob.size(), etag);
        long length = part.map(p -> p.last - p.first + 1).orElse(blob.size());
        response.setStatus(part.isPresent() ? 206 : 200);
        part.ifPresent(p ->
                response.setHeader(
                        "Content-Range", "bytes %d-%d/%d".formatted(p.first, p.last, blob.size())));
        if (length == 0) {
            response.setContentLengthLong(length);
            return;
        }
        switch (blob) {
            case Blob.Whole whole -> response.setHeader(FILE, whole.path().toString());
            case Blob.Growing(GrowingFile file) -> response.setHeader(FILL, growing.offer(file));
            case Blob.Passing passing -> {
                pass(response, passing);
                return;
            }
        }
        part.ifPresent(p -> response.setHeader(FILE_RANGE, p.first + "-" + p.last));
    }

    /** Copies what is not kept; when it breaks off, the edge breaks off too. */
    private void pass(HttpServletResponse response, Blob.Passing passing)
            throws RefusedException, IOException {
        Optional<Reservation> buffer = memory.tryReserve(BUFFER);
        if (buffer.isEmpty()) {
            throw Answers.busy();
        }
        try (Reservation _ = buffer.get();
                InputStream bytes = passing.opening().open()) {
            response.setContentLengthLong(passing.size());
            byte[] piece = new byte[BUFFER];
            for (int got = bytes.read(piece); got >= 0; got = bytes.read(piece)) {
                response.getOutputStream().write(piece, 0, got);
            }
        }
    }

    /** The part that is asked for; several at once are answered with the whole. */
    private static Optional<Part> part(Call call, long size, String etag) throws RefusedException {
        String field = call.request().getHeader("Range");
        String condition = call.request().getHeader("If-Range");
        if (field == null || condition != null && !condition.equals(etag)) {
            return Optional.empty();
        }
        Matcher range = RANGE.matcher(field.strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.empty();
        }
        long first;
        long last = size - 1;
        if (range.group(1).isEmpty()) {
            first = Math.max(0, size - Long.parseLong(range.group(2)));
        } else {
            first = Long.parseLong(range.group(1));
            last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
        }
        if (first > last) {
            throw new RefusedException(
                            ErrorCode.SIZE_INVALID, 416, "the blob has %d bytes".formatted(size))
                    .with("Content-Range", "bytes */" + size);
        }
        return Optional.of(new Part(first, last));
    }

    void delete(Call call, Repository repository) throws RefusedException {
        Digest digest = digest(call);
        if (!hosted.removeBlob(repository, digest)) {
            throw new RefusedException(ErrorCode.BLOB_UNKNOWN, "there is no blob " + digest);
        }
        call.empty(202);
    }

    private static Digest digest(Call call) throws RefusedException {
        return Digest.parse(call.route().detail())
                .orElseThrow(() ->
                        new RefusedException(
                                ErrorCode.DIGEST_INVALID,
                                "that is no digest (expected: sha256: or sha512: and its hash)"));
    }
}
