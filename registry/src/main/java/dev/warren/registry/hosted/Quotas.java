package dev.warren.registry.hosted;

import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.UploadRows;
import dev.warren.registry.hosted.UploadException.Reason;
import dev.warren.registry.store.BlobStore;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.util.unit.DataSize;

/**
 * How much an account's repositories may hold, counted while bytes flow: what is stored, what came
 * of uploads that are not finished, and what is being received by all of its requests together.
 * Blocks; thread-safe.
 */
public final class Quotas {

    /** The disk is looked at again after so many bytes, since others fill it too. */
    private static final long LOOK = 16L << 20;

    private final Held held;
    private final BlobStore files;
    private final Sizes sizes;

    /** What is on its way, by account; an entry goes with its last request. */
    private final ConcurrentMap<Long, Flow> flows = new ConcurrentHashMap<>();

    /**
     * Limits.
     *
     * @param perAccount bytes that the hosted repositories of an account may hold
     * @param keepFree bytes of the disk that pushes leave free
     * @param spare makes room on the disk
     */
    public record Sizes(DataSize perAccount, DataSize keepFree, Spare spare) {}

    /** Throws away what can be fetched again. May block. */
    @FunctionalInterface
    public interface Spare {

        /** Frees about so many bytes, if there are as many. */
        void free(long bytes);
    }

    /** Where it is known from how much there is. */
    public record Held(BlobRows blobs, UploadRows uploads) {

        private long bytes(long account) {
            return blobs.bytesOf(account) + uploads.bytesOf(account);
        }
    }

    public Quotas(Held held, BlobStore files, Sizes sizes) {
        this.held = held;
        this.files = files;
        this.sizes = sizes;
    }

    /** Bytes that an account may hold. */
    public long perAccount() {
        return sizes.perAccount.toBytes();
    }

    /** Whether the account may hold so many bytes more. */
    public boolean permits(long account, long bytes) {
        Flow flow = flows.get(account);
        long coming = flow == null ? 0 : flow.coming();
        return held.bytes(account) + coming + bytes <= perAccount();
    }

    /** Says that it may not, with the numbers. */
    public UploadException refusal(long account) {
        return new UploadException(
                Reason.QUOTA,
                "your repositories would hold more than they may (expected: at most %d bytes, of which %d are stored or being sent)"
                        .formatted(perAccount(), held.bytes(account)));
    }

    /** Begins to count a request; what came by earlier ones of the same upload counts already. */
    Meter open(long account) throws UploadException, IOException {
        Flow flow =
                flows.compute(account, (_, known) -> (known == null ? new Flow() : known).opened());
        boolean counts = false;
        try {
            Meter meter = new Meter(account, flow);
            meter.lookAtDisk();
            counts = true;
            return meter;
        } finally {
            if (!counts) {
                ended(account, 0);
            }
        }
    }

    private void ended(long account, long bytes) {
        flows.computeIfPresent(account, (_, flow) -> flow.ended(bytes) ? null : flow);
    }

    /** What one account's requests bring. */
    private static final class Flow {

        // guarded by this, all of them
        private int requests;
        private long coming;
        private long came;

        synchronized Flow opened() {
            requests++;
            return this;
        }

        synchronized void count(long bytes) {
            coming += bytes;
        }

        /** Bytes that came by requests that ended, since this began. */
        synchronized long came() {
            return came;
        }

        synchronized long coming() {
            return coming;
        }

        /** All that came since {@link #came} was {@code before}, and all that is coming. */
        synchronized long since(long before) {
            return came - before + coming;
        }

        /** Whether that was the last request. */
        synchronized boolean ended(long bytes) {
            coming -= bytes;
            came += bytes;
            return --requests == 0;
        }
    }

    /** Counts one request. One thread. */
    final class Meter implements AutoCloseable {

        private final long account;
        private final Flow flow;
        private long before;
        private long stored;
        private long counted;
        private long nextLook = LOOK;

        private Meter(long account, Flow flow) {
            this.account = account;
            this.flow = flow;
            look();
        }

        /** In this order: what ends between the two counts twice rather than not at all. */
        private void look() {
            before = flow.came();
            stored = held.bytes(account);
        }

        /** Counts bytes that are about to be written. */
        void count(long bytes) throws UploadException, IOException {
            flow.count(bytes);
            counted += bytes;
            if (isOver()) {
                // some of what came may be gone again, or be another's too
                look();
            }
            if (isOver()) {
                throw refusal(account);
            }
            if (counted >= nextLook) {
                nextLook = counted + LOOK;
                lookAtDisk();
            }
        }

        private boolean isOver() {
            return stored + flow.since(before) > perAccount();
        }

        private void lookAtDisk() throws UploadException, IOException {
            long missing = sizes.keepFree.toBytes() - files.free();
            if (missing > 0) {
                sizes.spare.free(missing + LOOK);
                missing = sizes.keepFree.toBytes() - files.free();
            }
            if (missing > 0) {
                throw new UploadException(
                        Reason.FULL, "the registry's disk is full; its operator has to make room");
            }
        }

        @Override
        public void close() {
            ended(account, counted);
        }
    }
}
