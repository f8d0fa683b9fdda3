package dev.warren.registry.fill;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.upstream.RemoteBlob;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A blob's bytes as they come from elsewhere, of which the last one is held back until all are
 * known to be right. Confined to one thread.
 */
public final class VerifiedStream extends InputStream {

    private final RemoteBlob remote;
    private final Digest digest;
    private final MessageDigest hash;
    private long left;

    /** {@code size}: bytes of the blob, which closes {@code remote}. */
    public VerifiedStream(RemoteBlob remote, Digest digest, long size) {
        this.remote = remote;
        this.digest = digest;
        this.hash = digest.algorithm().start();
        this.left = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 || length == 0) {
            return left == 0 ? -1 : 0;
        }
        int got = remote.body().read(bytes, offset, (int) Math.min(length, left));
        if (got < 0) {
            throw new IOException("the blob breaks off");
        }
        hash.update(bytes, offset, got);
        left -= got;
        if (left == 0 && !digest.algorithm().finish(hash).equals(digest)) {
            throw new IOException("the blob is not what its digest says");
        }
        return got;
    }

    @Override
    public void close() {
        remote.close();
    }
}
