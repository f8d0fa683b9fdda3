package dev.warren.feeds.fetch;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.feeds.fetch.WebException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Bytes that are read into memory that is reserved first: a little at the beginning, twice as much
 * whenever that is full. Waits for memory. Used by one thread.
 */
final class Buffer implements AutoCloseable {

    /** What every request holds from its beginning. */
    static final int FIRST = 32 * 1024;

    private final MemoryBudget budget;
    private final int most;
    private final Supplier<Duration> left;
    private Reservation reserved;
    private byte[] bytes;
    private int length;
    private boolean given;

    /**
     * @param most bytes; more are an error
     * @param left how long may still be waited
     */
    Buffer(MemoryBudget budget, int most, Supplier<Duration> left) throws WebException {
        this.budget = budget;
        this.most = most;
        this.left = left;
        int first = Math.min(most, FIRST);
        this.reserved = reserve(budget, first, left.get(), Kind.BUSY);
        this.bytes = new byte[first];
    }

    /**
     * @param otherwise what it means when there is no memory in time
     */
    static Reservation reserve(MemoryBudget budget, long size, Duration wait, Kind otherwise)
            throws WebException {
        try {
            return budget.reserve(size, wait);
        } catch (BudgetExceededException full) {
            throw new WebException(otherwise, "this server has no memory for it now", full);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WebException(Kind.BUSY, "this server is being stopped", interrupted);
        }
    }

    /** Reads all of {@code in}. */
    Buffer fill(InputStream in) throws IOException {
        while (true) {
            if (length == bytes.length && length < most) {
                resize((int) Math.min(most, 2L * length));
            }
            if (length == most) {
                if (in.read() >= 0) {
                    throw tooLarge();
                }
                return this;
            }
            int got = in.read(bytes, length, bytes.length - length);
            if (got < 0) {
                return this;
            }
            length += got;
        }
    }

    private WebException tooLarge() {
        return new WebException(
                Kind.TOO_LARGE,
                "it is larger than it may be (expected: at most %d kB)".formatted(most / 1024));
    }

    private void resize(int size) throws WebException {
        Reservation other = reserve(budget, size, left.get(), Kind.NO_MEMORY);
        bytes = Arrays.copyOf(bytes, size);
        reserved.close();
        reserved = other;
    }

    InputStream open() {
        return new ByteArrayInputStream(bytes, 0, length);
    }

    /** Negative when there is none. */
    int firstByte() {
        return length == 0 ? -1 : bytes[0] & 0xff;
    }

    /** The bytes, and the duty to give them back. */
    Page.Body give() throws WebException {
        if (length < bytes.length) {
            resize(length);
        }
        given = true;
        return new Page.Body(bytes, reserved);
    }

    @Override
    public void close() {
        if (!given) {
            reserved.close();
        }
    }
}
