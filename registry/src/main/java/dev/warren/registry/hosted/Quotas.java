package dev.warren.registry.hosted;

import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.hosted.UploadException.Reason;
import dev.warren.registry.store.BlobFiles;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.unit.DataSize;

/**
 * How much an account's repositories may hold, counted while bytes flow: what is stored, and what
 * is being received by all of its requests together. Thread-safe.
 */
public final class Quotas {

    private final BlobRows blobs;
    private final BlobFiles files;
    private final Sizes sizes;

    /** Bytes on their way, by account; an entry goes with its last request. */
    private final ConcurrentHashMap<Long, AtomicLong> receiving = new ConcurrentHashMap<>();

    /**
     * Limits.
     *
     * @param perAccount bytes that the hosted repositories of an account may hold
     * @param keepFree bytes of the disk that pushes leave free
     */
    public record Sizes(DataSize perAccount, DataSize keepFree) {}

    public Quotas(BlobRows blobs, BlobFiles files, Sizes sizes) {
        this.blobs = blobs;
        this.files = files;
        this.sizes = sizes;
    }

    /** Bytes that an account may hold. */
    public long perAccount() {
        return sizes.perAccount.toBytes();
    }

    /**
     * Begins to count a request.
     *
     * @param before bytes of the same upload that came by earlier requests
     */
    Meter open(long account, long before) throws UploadException, IOException {
        long room = perAccount() - blobs.bytesOf(account);
        Meter meter = new Meter(account, room, files.free() - sizes.keepFree.toBytes());
        try {
            meter.count(before);
        } catch (UploadException full) {
            meter.close();
            throw full;
        }
        return meter;
    }

    /** Counts one request. One thread. */
    final class Meter implements AutoCloseable {

        private final long account;
        private final long room;
        private final long disk;
        private long counted;

        private Meter(long account, long room, long disk) {
            this.account = account;
            this.room = room;
            this.disk = disk;
        }

        /** Counts bytes that are about to be written. */
        void count(long bytes) throws UploadException {
            long all =
                    receiving
                            .compute(
                                    account,
                                    (_, known) -> {
                                        AtomicLong sum = known == null ? new AtomicLong() : known;
                                        sum.addAndGet(bytes);
                                        return sum;
                                    })
                            .get();
            counted += bytes;
            if (all > room) {
                throw new UploadException(
                        Reason.QUOTA,
                        "your repositories would hold more than they may (expected: at most %d bytes, of which %d are stored)"
                                .formatted(perAccount(), perAccount() - room));
            }
            if (counted > disk) {
                throw new UploadException(
                        Reason.FULL, "the registry's disk is full; its operator has to make room");
            }
        }

        @Override
        public void close() {
            receiving.computeIfPresent(
                    account, (_, sum) -> sum.addAndGet(-counted) == 0 ? null : sum);
        }
    }
}
