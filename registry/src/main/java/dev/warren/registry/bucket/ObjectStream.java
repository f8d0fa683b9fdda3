package dev.warren.registry.bucket;

import dev.warren.registry.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** An object's bytes as they come. Confined to one thread. */
final class ObjectStream extends FilterInputStream {

    private final ResponseInputStream<?> response;
    private final BucketMetrics metrics;
    private boolean ended;

    ObjectStream(ResponseInputStream<?> response, BucketMetrics metrics) {
        super(response);
        this.response = response;
        this.metrics = metrics;
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
            metrics.received(Math.max(0, got));
            return got;
        } catch (SdkException failed) {
            throw new StoreException("the store broke off", failed);
        }
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
