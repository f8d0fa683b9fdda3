package dev.warren.registry.bucket;

import dev.warren.registry.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The bucket, by the few calls that are made. Each has a deadline and is tried again a few times; a
 * {@link StoreException} says that it failed all the same. Nothing is asked before the first call.
 *
 * <p>Blocks; thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">Amazon
 *     S3 API reference</a>
 */
final class Bucket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);
    private static final String OCTETS = "application/octet-stream";
    private static final int NOT_FOUND = 404;

    private final String name;
    private final String prefix;
    private final Duration linkLife;
    private final BucketMetrics metrics;
    private final SingletonSupplier<S3Client> client;
    private final SingletonSupplier<S3Presigner> presigner;
    private volatile boolean used;

    Bucket(BucketProperties settings, BucketMetrics metrics) {
        this.name = String.valueOf(settings.bucket());
        this.prefix = settings.prefix();
        this.linkLife = settings.redirectFor();
        this.metrics = metrics;
        this.client = SingletonSupplier.of(() -> BucketClient.open(settings));
        this.presigner = SingletonSupplier.of(() -> BucketClient.presigner(settings));
    }

    /** An object that is there. */
    record Entry(Instant written, long size) {}

    /** Stores an object in one piece. */
    void put(String key, FilePart bytes) throws StoreException {
        call(
                "put",
                () ->
                        client().putObject(
                                        request ->
                                                request.bucket(name)
                                                        .key(prefix + key)
                                                        .contentType(OCTETS),
                                        body(bytes)));
        metrics.sent(bytes.length());
    }

    /** Begins an object of many parts; the name by which they are sent. */
    String begin(String key) throws StoreException {
        return call(
                        "begin",
                        () ->
                                client().createMultipartUpload(request ->
                                        request.bucket(name).key(prefix + key).contentType(OCTETS)))
                .uploadId();
    }

    /** Sends a part; what names it when the object is completed. */
    CompletedPart part(String key, String upload, int number, FilePart bytes)
            throws StoreException {
        String tag =
                call(
                                "part",
                                () ->
                                        client().uploadPart(
                                                        request ->
                                                                request.bucket(name)
                                                                        .key(prefix + key)
                                                                        .uploadId(upload)
                                                                        .partNumber(number),
                                                        body(bytes)))
                        .eTag();
        metrics.sent(bytes.length());
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    /** Makes the object of its parts, in their order. */
    void complete(String key, String upload, List<CompletedPart> parts) throws StoreException {
        call(
                "complete",
                () ->
                        client().completeMultipartUpload(request ->
                                request.bucket(name)
                                        .key(prefix + key)
                                        .uploadId(upload)
                                        .multipartUpload(all -> all.parts(parts))));
    }

    /** Removes the object, and what was sent of it if it was never completed. */
    void remove(String key) throws StoreException {
        List<MultipartUpload> begun =
                call(
                                "uploads",
                                () ->
                                        client().listMultipartUploads(request ->
                                                request.bucket(name).prefix(prefix + key)))
                        .uploads();
        for (MultipartUpload upload : begun) {
            call(
                    "abort",
                    () ->
                            client().abortMultipartUpload(request ->
                                    request.bucket(name)
                                            .key(upload.key())
                                            .uploadId(upload.uploadId())));
            metrics.aborted();
        }
        call(
                "delete",
                () -> client().deleteObject(request -> request.bucket(name).key(prefix + key)));
    }

    /**
     * Reads an object.
     *
     * @param from the position of the first byte that is wanted
     */
    InputStream open(String key, long from) throws IOException {
        try {
            // closing it early is cheap: the connection is given up, not read to its end
            return new ObjectStream(
                    call(
                            "get",
                            () ->
                                    client().getObject(request -> {
                                        request.bucket(name).key(prefix + key);
                                        if (from > 0) {
                                            request.range("bytes=%d-".formatted(from));
                                        }
                                    })),
                    metrics);
        } catch (StoreException failed) {
            if (failed.getCause() instanceof NoSuchKeyException) {
                throw new NoSuchFileException(key);
            }
            throw failed;
        }
    }

    /** The object, if it is there. That the bucket is gone is no reason to think that it is not. */
    Optional<Entry> find(String key) throws StoreException {
        // a listing, since the answer to HEAD does not say what it is that is not found
        List<S3Object> found =
                call(
                                "list",
                                () ->
                                        client().listObjectsV2(request ->
                                                request.bucket(name)
                                                        .prefix(prefix + key)
                                                        .maxKeys(1)))
                        .contents();
        return found.stream()
                .filter(object -> object.key().equals(prefix + key))
                .map(object -> new Entry(object.lastModified(), object.size()))
                .findFirst();
    }

    /** An address at which anybody may get the object for some minutes. */
    URI link(String key) throws StoreException {
        return call(
                "link",
                () ->
                        URI.create(
                                presigner
                                        .obtain()
                                        .presignGetObject(request ->
                                                request.signatureDuration(linkLife)
                                                        .getObjectRequest(get ->
                                                                get.bucket(name).key(prefix + key)))
                                        .url()
                                        .toString()));
    }

    private S3Client client() {
        used = true;
        return client.obtain();
    }

    private static RequestBody body(FilePart bytes) {
        ContentStreamProvider provider = bytes::open;
        return RequestBody.fromContentProvider(provider, bytes.length(), OCTETS);
    }

    private <T> T call(String operation, Supplier<T> request) throws StoreException {
        long start = System.nanoTime();
        boolean good = false;
        try {
            T answer = request.get();
            good = true;
            return answer;
        } catch (SdkException | java.io.UncheckedIOException failed) {
            // its words name the bucket and the request's id, and no secret
            LOG.warn(
                    "bucket failed operation={} status={} cause={}",
                    operation,
                    failed instanceof S3Exception answer ? answer.statusCode() : 0,
                    failed.toString());
            throw new StoreException(
                    "the place where the registry's blobs are does not answer", failed);
        } finally {
            metrics.called(operation, good, System.nanoTime() - start);
        }
    }

    /** Whether {@code failed} says that something that was begun is not known any more. */
    static boolean isForgotten(StoreException failed) {
        return failed.getCause() instanceof S3Exception answer
                && answer.statusCode() == NOT_FOUND
                && answer.awsErrorDetails() != null
                && "NoSuchUpload".equals(answer.awsErrorDetails().errorCode());
    }

    @Override
    public void close() {
        if (used) {
            client.obtain().close();
        }
    }
}
