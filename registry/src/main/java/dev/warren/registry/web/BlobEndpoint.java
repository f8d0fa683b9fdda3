package dev.warren.registry.web;

import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Blob;
import dev.warren.registry.source.Source;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blobs: read, in whole or in part, and deleted. Their bytes are sent by the edge, which is told
 * where they are. Thread-safe.
 */
final class BlobEndpoint {

    private static final String FILE = "X-Warren-File";
    private static final String FILE_RANGE = "X-Warren-File-Range";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final Hosted hosted;

    BlobEndpoint(Hosted hosted) {
        this.hosted = hosted;
    }

    /** Part of a blob. */
    private record Part(long first, long last) {}

    void read(Call call, Source source) throws RefusedException, IOException {
        Digest digest = digest(call);
        Blob blob =
                Answers.found(
                        source.blob(digest),
                        () ->
                                new RefusedException(
                                        ErrorCode.BLOB_UNKNOWN,
                                        "there is no blob %s in %s"
                                                .formatted(digest, call.route().repository())));
        HttpServletResponse response = call.response();
        String etag = "\"" + digest + "\"";
        response.setHeader("Docker-Content-Digest", digest.toString());
        response.setHeader("ETag", etag);
        response.setHeader("Accept-Ranges", "bytes");
        if (call.isKnown(etag)) {
            response.setStatus(304);
            return;
        }
        response.setHeader("Content-Type", "application/octet-stream");
        send(call, blob, etag);
    }

    private static void send(Call call, Blob blob, String etag) throws RefusedException {
        HttpServletResponse response = call.response();
        Optional<Part> part = part(call, blob.size(), etag);
        long length = part.map(p -> p.last - p.first + 1).orElse(blob.size());
        response.setStatus(part.isPresent() ? 206 : 200);
        part.ifPresent(p ->
                response.setHeader(
                        "Content-Range", "bytes %d-%d/%d".formatted(p.first, p.last, blob.size())));
        if (call.isHead() || length == 0) {
            response.setContentLengthLong(length);
            return;
        }
        switch (blob) {
            case Blob.Whole whole -> response.setHeader(FILE, whole.path().toString());
            case Blob.Growing _ -> throw new RefusedException(ErrorCode.UNAVAILABLE, "not yet");
        }
        part.ifPresent(p -> response.setHeader(FILE_RANGE, p.first + "-" + p.last));
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
