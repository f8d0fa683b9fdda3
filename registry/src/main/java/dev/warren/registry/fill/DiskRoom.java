package dev.warren.registry.fill;

import dev.warren.registry.store.BlobStore;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Room on the disk beyond what is to stay free, counting what other fetches will still write. What
 * stays free is there for those that are under way when somebody else fills the disk.
 */
final class DiskRoom implements Room {

    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);

    private final BlobStore files;
    private final DataSize keepFree;
    private final Eviction eviction;
    private final AtomicLong promised = new AtomicLong();

    DiskRoom(BlobStore files, DataSize keepFree, Eviction eviction) {
        this.files = files;
        this.keepFree = keepFree;
        this.eviction = eviction;
    }

    @Override
    public Optional<Claim> claim(String upstream, long bytes) {
        return isPromised(upstream, bytes)
                ? Optional.of(new Promise(upstream, bytes))
                : Optional.empty();
    }

    private boolean isPromised(String upstream, long bytes) {
        promised.addAndGet(bytes);
        long missing = missing();
        if (missing > 0) {
            eviction.evict(upstream, missing);
            missing = missing();
        }
        if (missing > 0) {
            promised.addAndGet(-bytes);
        }
        return missing <= 0;
    }

    /** Bytes that are promised and not there. */
    private long missing() {
        try {
            return promised.get() + keepFree.toBytes() - files.free();
        } catch (IOException unknown) {
            LOG.warn("free disk space not known cause={}", unknown.toString());
            return 0;
        }
    }

    @Override
    public boolean makeRoom(long bytes) {
        return eviction.evict("", bytes) > 0;
    }

    private final class Promise implements Claim {

        private final String upstream;
        private final AtomicLong left;
        private final AtomicBoolean closed = new AtomicBoolean();

        Promise(String upstream, long bytes) {
            this.upstream = upstream;
            left = new AtomicLong(bytes);
        }

        @Override
        public boolean more(long bytes) {
            boolean there = isPromised(upstream, bytes);
            left.addAndGet(there ? bytes : 0);
            return there;
        }

        @Override
        public void written(long bytes) {
            long counted = Math.min(bytes, left.get());
            left.addAndGet(-counted);
            promised.addAndGet(-counted);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                promised.addAndGet(-left.getAndSet(0));
            }
        }
    }
}
