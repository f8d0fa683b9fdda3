package dev.warren.registry.bucket;

import dev.warren.registry.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object's bytes as they come. That they stop coming before their end is the bucket's failure
 * and says nothing about the object: a {@link StoreException} tells. Confined to one thread.
 */
final class ObjectStream extends FilterInputStream {

    private final ResponseInputStream<?> response;
    private final BucketMetrics metrics;
    private boolean ended;

    /** Bytes that were promised and did not come yet. */
    private long left;

    ObjectStream(ResponseInputStream<GetObjectResponse> response, BucketMetrics metrics) {
        super(response);
        this.response = response;
        this.metrics = metrics;
        Long length = response.response().contentLength();
        this.left = length == null ? 0 : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int got = response.read(bytes, offset, length);
            ended |= got < 0;
            left -= Math.max(0, got);
            metrics.received(Math.max(0, got));
            if (got < 0 && left > 0) {
                throw brokenOff(null);
            }
            return got;
        } catch (StoreException known) {
            throw known;
        } catch (SdkException | IOException failed) {
            throw brokenOff(failed);
        }
    }

    private static StoreException brokenOff(@Nullable Exception cause) {
        return new StoreException("the place where the registry's blobs are broke off", cause);
    }

    /** What was not read is not waited for. */
    @Override
    public void close() throws IOException {
        if (ended) {
            response.close();
        } else {
            response.abort();
        }
    }
}
