package dev.warren.registry.warm;

import dev.warren.edge.http.file.GrowingFile;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Blob;
import dev.warren.registry.source.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Fetches the blobs of one image, one after the other. Confined to one thread; blocks. */
final class BlobWarmer {

    /** So often progress is told. */
    private static final long TELL_MILLIS = 500;

    private final Source source;
    private final Watcher watcher;
    private long bytes;
    private long fetched;

    BlobWarmer(Source source, Watcher watcher) {
        this.source = source;
        this.watcher = watcher;
    }

    /** Bytes of all blobs so far. */
    long bytes() {
        return bytes;
    }

    /** Bytes of those that were not here. */
    long fetched() {
        return fetched;
    }

    void warm(Digest digest) throws WarmException {
        if (watcher.cancelled()) {
            throw WarmException.cancelled();
        }
        switch (WarmException.found(source.blob(digest), "blob " + digest)) {
            case Blob.Whole whole -> known(digest, whole.size());
            // what is in the bucket is not fetched from another registry again
            case Blob.Away away -> known(digest, away.size());
            case Blob.Growing(GrowingFile file) -> {
                await(digest, file);
                bytes += file.size();
                fetched += file.size();
            }
            case Blob.Passing _ ->
                    throw WarmException.refused("there is no room to keep blob " + digest);
        }
    }

    private void known(Digest digest, long size) {
        bytes += size;
        watcher.progress(digest, size, size, true);
    }

    /** Waits for the end as a reader who reads nothing, so that the fetch is wanted. */
    private void await(Digest digest, GrowingFile file) throws WarmException {
        try {
            FileChannel held = file.open();
            try (held) {
                watch(digest, file);
            } finally {
                file.left();
            }
        } catch (IOException gone) {
            throw WarmException.refused("blob %s cannot be read".formatted(digest));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw WarmException.cancelled();
        }
    }

    private void watch(Digest digest, GrowingFile file) throws WarmException, InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        file.whenMore(file.size() - 1, end::countDown);
        while (!end.await(TELL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (watcher.cancelled()) {
                throw WarmException.cancelled();
            }
            watcher.progress(digest, file.available(), file.size(), false);
        }
        if (file.available() < file.size()) {
            throw WarmException.refused("blob %s did not come to its end".formatted(digest));
        }
        watcher.progress(digest, file.size(), file.size(), false);
    }
}
