package dev.warren.registry.upkeep;

import dev.warren.registry.catalog.CacheRows;
import dev.warren.registry.catalog.CacheRows.Sized;
import dev.warren.registry.fill.Eviction;
import dev.warren.registry.store.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.util.unit.DataSize;

/**
 * Throws away blobs that can be fetched again, the longest unused first: when they are too many,
 * and when the disk is nearly full. Manifests stay, so a later pull fetches what is missing only.
 * Blocks; thread-safe.
 */
final class Evictor implements Eviction {

    private static final int BATCH = 100;
    private static final int PERCENT = 100;

    private final CacheRows rows;
    private final BlobStore files;
    private final Usage usage;
    private final Limits limits;
    private final UpkeepMetrics metrics;

    /** One at a time, or several would make the same room. */
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * What cached blobs may take.
     *
     * @param high percent of a size at which blobs begin to go
     * @param low percent to which they go
     * @param keepFree bytes of the disk that stay free
     */
    record Limits(
            DataSize all, Map<String, DataSize> byUpstream, int high, int low, DataSize keepFree) {}

    Evictor(CacheRows rows, BlobStore files, Usage usage, Limits limits, UpkeepMetrics metrics) {
        this.rows = rows;
        this.files = files;
        this.usage = usage;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Makes as much room as the limits ask for. */
    void run() throws IOException {
        turn.lock();
        try {
            for (var limit : limits.byUpstream.entrySet()) {
                shrink(Optional.of(limit.getKey()), limit.getValue());
            }
            shrink(Optional.empty(), limits.all);
            long missing = limits.keepFree.toBytes() - files.free();
            if (missing > 0) {
                makeRoom(missing);
            }
            metrics.cacheUsed(rows.bytes(Optional.empty()));
        } finally {
            turn.unlock();
        }
    }

    private void shrink(Optional<String> upstream, DataSize size) throws IOException {
        long used = rows.bytes(upstream);
        if (used > percent(size, limits.high)) {
            free(upstream, used - percent(size, limits.low));
        }
    }

    private static long percent(DataSize size, int percent) {
        return size.toBytes() / PERCENT * percent;
    }

    @Override
    public long evict(String upstream, long bytes) {
        return inTurn(() -> makeRoom(bytes));
    }

    /** Frees so many bytes of one upstream's blobs, or of all, wherever they are kept. */
    long evict(Optional<String> upstream, long bytes) {
        return inTurn(() -> free(upstream, bytes));
    }

    private interface Freeing {
        long run() throws IOException;
    }

    private long inTurn(Freeing freeing) {
        turn.lock();
        try {
            return freeing.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            turn.unlock();
        }
    }

    /** Frees {@code wanted} bytes of the disk, or as many as may go. */
    private long makeRoom(long wanted) throws IOException {
        long freed = files.release(wanted);
        return files.isOnDisk() ? freed + free(Optional.empty(), wanted - freed) : freed;
    }

    /** Frees {@code wanted} bytes of blobs, or as many as may go. */
    private long free(Optional<String> upstream, long wanted) throws IOException {
        long freed = 0;
        boolean some = true;
        while (some && freed < wanted) {
            some = false;
            for (Sized blob : rows.oldest(upstream, usage.horizon(), BATCH)) {
                if (freed < wanted && isGone(blob)) {
                    metrics.evicted(blob.size());
                    freed += blob.size();
                    some = true;
                }
            }
        }
        return freed;
    }

    private boolean isGone(Sized blob) throws IOException {
        return usage.deleteUnused(
                blob.digest(), () -> rows.evict(blob.digest(), () -> files.delete(blob.digest())));
    }
}
