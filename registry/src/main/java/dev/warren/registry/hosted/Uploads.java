package dev.warren.registry.hosted;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.catalog.UploadRows;
import dev.warren.registry.hosted.UploadException.Reason;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.IncomingBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Blobs that are being pushed. What came of one is on the disk and in the database when a request
 * ends, also when it ends early, so that an upload can be gone on with after anything, a restart
 * included.
 *
 * <p>Blocks; thread-safe. A request holds one buffer, which is charged to the registry's budget.
 */
public final class Uploads {

    private static final int BUFFER = 64 * 1024;

    private final UploadRows rows;
    private final BlobRows blobs;
    private final LiveUploads live;
    private final Limits limits;
    private final InstantSource clock;

    /**
     * What uploads may take.
     *
     * @param memory what buffers are charged to
     * @param patience how long a request waits for a buffer
     * @param mostOpen uploads of one account that are not finished
     */
    public record Limits(MemoryBudget memory, Duration patience, int mostOpen, Quotas quotas) {}

    public Uploads(
            UploadRows rows,
            BlobRows blobs,
            IncomingBlobs files,
            Limits limits,
            InstantSource clock) {
        this.rows = rows;
        this.blobs = blobs;
        this.live = new LiveUploads(files);
        this.limits = limits;
        this.clock = clock;
    }

    /** Begins an upload to {@code repository}. */
    public UUID begin(Repository repository, long account) throws UploadException {
        if (rows.count(account) >= limits.mostOpen) {
            throw new UploadException(
                    Reason.TOO_MANY,
                    "you have %d uploads open (expected: fewer; finish or cancel one)"
                            .formatted(limits.mostOpen));
        }
        UUID id = UUID.randomUUID();
        rows.add(id, repository.id(), account, clock.instant());
        return id;
    }

    /** What accounts may hold. */
    public Quotas quotas() {
        return limits.quotas;
    }

    /** How many bytes of it are here. */
    public long written(UUID id, Repository repository, long account) throws UploadException {
        return row(id, repository, account).written();
    }

    /**
     * Takes the next bytes.
     *
     * @param from where the sender says that they begin; empty for behind what is there
     * @return how many bytes are here then
     * @throws IOException when the sender or the disk fails; what came before is kept
     */
    public long append(
            UUID id, Repository repository, long account, Optional<Range> from, InputStream bytes)
            throws UploadException, IOException {
        UploadRows.Row row = row(id, repository, account);
        try (LiveUploads.Held held = live.hold(row)) {
            return receive(held, row, from, bytes);
        }
    }

    /**
     * Takes the last bytes and makes the blob of all of them. With the wrong digest the upload is
     * over.
     */
    public void finish(
            UUID id,
            Repository repository,
            long account,
            Digest expected,
            Optional<Range> from,
            InputStream bytes)
            throws UploadException, IOException {
        UploadRows.Row row = row(id, repository, account);
        try (LiveUploads.Held held = live.hold(row)) {
            receive(held, row, from, bytes);
            Digest actual = held.blob().digest(expected.algorithm());
            if (!actual.equals(expected)) {
                drop(held, id);
                throw new UploadException(
                        Reason.WRONG_DIGEST,
                        "digest: %s (expected: %s, which is what was sent)"
                                .formatted(expected, actual));
            }
            long size = held.blob().size();
            held.blob().bring();
            try {
                blobs.add(
                        repository.id(),
                        expected,
                        size,
                        clock.instant(),
                        () -> {
                            held.blob().commit(expected);
                            // in one step with the blob's row
                            rows.remove(id);
                        });
            } finally {
                held.blob().close();
                held.forget();
            }
        }
    }

    /** Ends it and removes what came. */
    public void cancel(UUID id, Repository repository, long account)
            throws UploadException, IOException {
        UploadRows.Row row = row(id, repository, account);
        try (LiveUploads.Held held = live.hold(row)) {
            drop(held, id);
        }
    }

    /** Ends uploads that nobody touched for {@code idle}, and lets go of files that nobody uses. */
    public void tidy(Duration idle) throws IOException {
        live.closeIdle();
        for (UploadRows.Row row : rows.idle(clock.instant().minus(idle), 100)) {
            try (LiveUploads.Held held = live.hold(row)) {
                drop(held, row.id());
            } catch (UploadException other) {
                // or somebody is sending again
                if (other.reason() == Reason.UNKNOWN) {
                    rows.remove(row.id());
                }
            }
        }
    }

    private void drop(LiveUploads.Held held, UUID id) throws IOException {
        held.blob().discard();
        held.forget();
        rows.remove(id);
    }

    private long receive(
            LiveUploads.Held held, UploadRows.Row row, Optional<Range> from, InputStream bytes)
            throws UploadException, IOException {
        long before = held.blob().size();
        if (from.isPresent() && from.get().first() != before) {
            throw new UploadException(
                    Reason.OUT_OF_ORDER,
                    "the bytes begin at %d (expected: %d)".formatted(from.get().first(), before));
        }
        try (Reservation buffer = limits.memory.reserve(BUFFER, limits.patience);
                Quotas.Meter meter = limits.quotas.open(row.account())) {
            received(held, row, () -> copy(held, meter, from, bytes));
        } catch (BudgetExceededException full) {
            throw new UploadException(
                    Reason.FULL, "the registry receives as much as it can, try again shortly");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new UploadException(Reason.FULL, "the registry stops, try again shortly");
        }
        return held.blob().size();
    }

    private interface Copying {
        void run() throws UploadException, IOException;
    }

    /** Notes what came, however that ended, before its bytes no longer count as coming. */
    private void received(LiveUploads.Held held, UploadRows.Row row, Copying copying)
            throws UploadException, IOException {
        long before = held.blob().size();
        try {
            copying.run();
        } finally {
            long written = held.blob().size();
            if (written != before) {
                note(held, row.id(), written);
            }
        }
    }

    /** What cannot be noted was not received: whoever goes on does so behind what was noted. */
    private void note(LiveUploads.Held held, UUID id, long written) throws IOException {
        boolean noted = false;
        try {
            held.blob().sync();
            rows.written(id, written, clock.instant());
            noted = true;
        } finally {
            if (!noted) {
                held.forget();
                held.blob().close();
            }
        }
    }

    private static void copy(
            LiveUploads.Held held, Quotas.Meter meter, Optional<Range> from, InputStream bytes)
            throws UploadException, IOException {
        byte[] buffer = new byte[BUFFER];
        long left = from.map(Range::length).orElse(Long.MAX_VALUE);
        for (int got = bytes.read(buffer); got >= 0; got = bytes.read(buffer)) {
            left -= got;
            if (left < 0) {
                throw new UploadException(
                        Reason.OUT_OF_ORDER,
                        "more bytes than the range has (expected: %d)"
                                .formatted(from.orElseThrow().length()));
            }
            meter.count(got);
            held.blob().append(ByteBuffer.wrap(buffer, 0, got));
        }
        if (from.isPresent() && left > 0) {
            throw new UploadException(
                    Reason.OUT_OF_ORDER,
                    "fewer bytes than the range has (expected: %d)".formatted(from.get().length()));
        }
    }

    private UploadRows.Row row(UUID id, Repository repository, long account)
            throws UploadException {
        return rows.find(id, repository.id(), account)
                .orElseThrow(() ->
                        new UploadException(
                                Reason.UNKNOWN,
                                "there is no such upload; it may have been given up"));
    }

    /**
     * Where bytes go.
     *
     * @param first the first one's place
     * @param length how many
     */
    public record Range(long first, long length) {}
}
