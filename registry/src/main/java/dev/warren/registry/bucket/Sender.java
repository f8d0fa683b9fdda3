package dev.warren.registry.bucket;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Sends objects, each with a row before its first byte. A bounded number of parts is on its way at
 * the same time, each with buffers that are charged to the registry's budget; the bytes themselves
 * are read from files as they go. Blocks; thread-safe.
 */
final class Sender {

    /** What one call holds: our buffer, the client's, and those of TLS. */
    static final int BUFFER = 128 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Parts that are on their way when their blob is given up have ended by then. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Bucket bucket;
    private final ObjectRows rows;
    private final Means means;
    private final Semaphore turns;
    private final Set<String> writing = ConcurrentHashMap.newKeySet();

    /**
     * What sending takes.
     *
     * @param node this machine's name
     * @param partSize bytes
     * @param atOnce parts
     */
    record Means(UUID node, long partSize, int atOnce, MemoryBudget memory, InstantSource clock) {}

    Sender(Bucket bucket, ObjectRows rows, Means means) {
        this.bucket = bucket;
        this.rows = rows;
        this.means = means;
        this.turns = new Semaphore(means.atOnce, true);
    }

    long partSize() {
        return means.partSize;
    }

    Instant now() {
        return means.clock.instant();
    }

    Bucket bucket() {
        return bucket;
    }

    ObjectRows rows() {
        return rows;
    }

    /** Begins an object under a new name. */
    String begin() {
        String key = "blobs/" + UUID.randomUUID();
        rows.begin(key, means.node, now());
        writing.add(key);
        return key;
    }

    /** The object is a blob now. */
    void published(String key) {
        writing.remove(key);
    }

    /** The object is not wanted. */
    void abandon(String key) {
        writing.remove(key);
        rows.abandon(key, now().plus(SETTLED));
    }

    /** Says that this machine is still writing what it writes. */
    void touch() {
        if (!writing.isEmpty()) {
            rows.touch(writing, now());
        }
    }

    /** Sends a small object. */
    void put(String key, FilePart bytes) throws IOException {
        inTurn(() -> {
            bucket.put(key, bytes);
            return key;
        });
    }

    /** Sends a part. */
    CompletedPart part(String key, String upload, int number, FilePart bytes) throws IOException {
        return inTurn(() -> bucket.part(key, upload, number, bytes));
    }

    private interface Call<T> {
        T run() throws StoreException;
    }

    private <T> T inTurn(Call<T> call) throws IOException {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy(null);
            }
            try (Reservation _ = means.memory.reserve(BUFFER, PATIENCE)) {
                return call.run();
            } finally {
                turns.release();
            }
        } catch (BudgetExceededException full) {
            throw busy(full);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the registry stops");
        }
    }

    private static StoreException busy(@Nullable Exception cause) {
        return new StoreException(
                "too much is being sent to where the registry's blobs are", cause);
    }
}
