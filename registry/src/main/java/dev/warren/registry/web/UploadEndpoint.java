package dev.warren.registry.web;

import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hosted.UploadException;
import dev.warren.registry.hosted.Uploads;
import dev.warren.registry.hosted.Uploads.Range;
import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blobs that are pushed: in one request or in many, or taken from another repository. Thread-safe.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push">OCI
 *     distribution specification, push</a>
 */
final class UploadEndpoint {

    private static final Pattern RANGE = Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})");

    private final Hosted hosted;
    private final Uploads uploads;
    private final Mounts mounts;

    /** Finds the repository that a blob is to be mounted from, if the caller may read it. */
    @FunctionalInterface
    interface Mounts {
        Optional<Repository> readable(Call call, String name);
    }

    UploadEndpoint(Hosted hosted, Uploads uploads, Mounts mounts) {
        this.hosted = hosted;
        this.uploads = uploads;
        this.mounts = mounts;
    }

    /** Begins an upload, unless the blob is there or comes with the request. */
    void begin(Call call, Repository repository, long account)
            throws RefusedException, IOException {
        Optional<String> mount = call.parameter("mount");
        if (mount.isPresent() && mounted(call, repository, account, mount.get())) {
            return;
        }
        Optional<String> digest = call.parameter("digest");
        try {
            UUID id = uploads.begin(repository, account);
            if (digest.isPresent()) {
                whole(call, repository, account, id, digest.get());
            } else {
                accepted(call, id, 0);
            }
        } catch (UploadException refused) {
            throw refusal(refused);
        }
    }

    private void whole(Call call, Repository repository, long account, UUID id, String digest)
            throws RefusedException, UploadException, IOException {
        boolean done = false;
        try {
            finish(call, repository, account, id, digest(digest));
            done = true;
        } finally {
            if (!done) {
                cancelQuietly(id, repository, account);
            }
        }
    }

    /** Nobody was told its name, so nobody can go on with it. */
    private void cancelQuietly(UUID id, Repository repository, long account) throws IOException {
        try {
            uploads.cancel(id, repository, account);
        } catch (UploadException gone) {
            // which is what was wanted
        }
    }

    private boolean mounted(Call call, Repository repository, long account, String spelt) {
        Optional<Digest> digest = Digest.parse(spelt);
        Optional<String> name = call.parameter("from");
        Optional<Repository> from = name.flatMap(n -> mounts.readable(call, n));
        if (digest.isEmpty() || name.isPresent() && from.isEmpty()) {
            return false;
        }
        // what does not fit is refused by the upload that follows, in words
        if (!hosted.mount(
                repository,
                digest.get(),
                from,
                account,
                bytes -> uploads.quotas().permits(account, bytes))) {
            return false;
        }
        created(call, digest.get());
        return true;
    }

    void append(Call call, Repository repository, long account)
            throws RefusedException, IOException {
        UUID id = id(call);
        try {
            Optional<Range> range = range(call);
            long written = uploads.append(id, repository, account, range, body(call));
            accepted(call, id, written);
        } catch (UploadException refused) {
            throw refusal(refused);
        }
    }

    void finish(Call call, Repository repository, long account)
            throws RefusedException, IOException {
        UUID id = id(call);
        Digest digest = digest(call.parameter("digest").orElse(""));
        try {
            finish(call, repository, account, id, digest);
        } catch (UploadException refused) {
            throw refusal(refused);
        }
    }

    private void finish(Call call, Repository repository, long account, UUID id, Digest digest)
            throws RefusedException, UploadException, IOException {
        uploads.finish(id, repository, account, digest, range(call), body(call));
        created(call, digest);
    }

    void status(Call call, Repository repository, long account) throws RefusedException {
        UUID id = id(call);
        try {
            progress(call, id, uploads.written(id, repository, account));
            call.response().setStatus(204);
        } catch (UploadException refused) {
            throw refusal(refused);
        }
    }

    void cancel(Call call, Repository repository, long account)
            throws RefusedException, IOException {
        try {
            uploads.cancel(id(call), repository, account);
            call.response().setStatus(204);
        } catch (UploadException refused) {
            throw refusal(refused);
        }
    }

    private static InputStream body(Call call) throws IOException {
        return call.request().getInputStream();
    }

    private static void created(Call call, Digest digest) {
        call.response()
                .setHeader(
                        "Location", "/v2/%s/blobs/%s".formatted(call.route().repository(), digest));
        call.response().setHeader("Docker-Content-Digest", digest.toString());
        call.empty(201);
    }

    private static void accepted(Call call, UUID id, long written) {
        progress(call, id, written);
        call.empty(202);
    }

    private static void progress(Call call, UUID id, long written) {
        call.response()
                .setHeader(
                        "Location",
                        "/v2/%s/blobs/uploads/%s".formatted(call.route().repository(), id));
        call.response().setHeader("Docker-Upload-UUID", id.toString());
        call.response().setHeader("Range", "0-" + Math.max(0, written - 1));
    }

    private static Optional<Range> range(Call call) throws RefusedException {
        String field = call.request().getHeader("Content-Range");
        if (field == null) {
            return Optional.empty();
        }
        Matcher range = RANGE.matcher(field.strip());
        long first = range.matches() ? Long.parseLong(range.group(1)) : 0;
        long last = range.matches() ? Long.parseLong(range.group(2)) : -1;
        if (last < first) {
            throw new RefusedException(
                    ErrorCode.BLOB_UPLOAD_INVALID,
                    416,
                    "that is no Content-Range (expected: FIRST-LAST)");
        }
        return Optional.of(new Range(first, last - first + 1));
    }

    private static UUID id(Call call) throws RefusedException {
        try {
            return UUID.fromString(call.route().detail());
        } catch (IllegalArgumentException malformed) {
            throw new RefusedException(ErrorCode.BLOB_UPLOAD_UNKNOWN, "there is no such upload");
        }
    }

    private static Digest digest(String spelt) throws RefusedException {
        return Digest.parse(spelt)
                .orElseThrow(() ->
                        new RefusedException(
                                ErrorCode.DIGEST_INVALID,
                                "that is no digest (expected: digest=sha256: or sha512: and its hash)"));
    }

    static RefusedException refusal(UploadException refused) {
        String words = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case UNKNOWN -> new RefusedException(ErrorCode.BLOB_UPLOAD_UNKNOWN, words);
            case OUT_OF_ORDER -> new RefusedException(ErrorCode.BLOB_UPLOAD_INVALID, 416, words);
            case BUSY -> new RefusedException(ErrorCode.BLOB_UPLOAD_INVALID, 409, words);
            case WRONG_DIGEST -> new RefusedException(ErrorCode.DIGEST_INVALID, words);
            case TOO_MANY ->
                    new RefusedException(ErrorCode.TOOMANYREQUESTS, words)
                            .with("Retry-After", "60");
            case QUOTA -> new RefusedException(ErrorCode.DENIED, 413, words);
            case FULL ->
                    new RefusedException(ErrorCode.TOOMANYREQUESTS, words).with("Retry-After", "5");
        };
    }
}
