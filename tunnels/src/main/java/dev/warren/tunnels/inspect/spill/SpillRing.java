package dev.warren.tunnels.inspect.spill;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of a fixed size into which bodies are written one run after the other; the newest
 * overwrite the oldest. What is to be written waits in at most two MiB of memory, and what comes
 * faster than the disk takes it is lost: nobody ever waits for the ring.
 *
 * <p>A run is a head and at most 64 KiB: the id of its body, the position of the body's run before
 * it, its length. Positions count all bytes ever written, so one tells whether it has been
 * overwritten.
 *
 * <p>Thread-safe. One thread writes; {@link Spilled} reads.
 */
public final class SpillRing implements Closeable {

    static final int HEAD = 2 * Long.BYTES + Integer.BYTES;
    static final int LONGEST_RUN = 64 * 1024;

    /** The smallest ring, in bytes. */
    public static final long LEAST = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SpillRing.class);
    private static final long MOST_WAITING = 2 << 20;
    private static final int MOST_WAITING_RUNS = 1024;
    private static final long LONGEST_CLOSE_MILLIS = 2000;

    /** Bytes of one body, which says where its run before this one was. */
    private record Run(Spilled body, byte[] bytes) {}

    private final FileChannel file;
    private final long size;
    private final Reservation memory;
    private final BlockingQueue<Run> waiting = new ArrayBlockingQueue<>(MOST_WAITING_RUNS);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final Thread writer;
    private boolean failing;

    /** The position behind all that was written or is being written. */
    private volatile long end;

    private volatile boolean closed;

    private SpillRing(FileChannel file, long size, Reservation memory) {
        this.file = file;
        this.size = size;
        this.memory = memory;
        this.writer = Thread.ofPlatform().daemon().name("inspect-spill").unstarted(this::write);
    }

    /**
     * Makes an empty ring, in place of what is at {@code path}. On Unix its file has no name from
     * then on, and goes when the process does.
     *
     * @param size bytes of the file, at least {@link #LEAST}
     * @param budget what runs that wait for the disk are charged to
     * @throws IOException when the file cannot be made
     */
    public static SpillRing open(Path path, long size, MemoryBudget budget) throws IOException {
        Files.deleteIfExists(path);
        FileAttribute<?>[] mode =
                path.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        FileChannel file =
                FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.DELETE_ON_CLOSE),
                        mode);
        Optional<Reservation> memory = budget.tryReserve(MOST_WAITING + LONGEST_RUN);
        if (memory.isEmpty()) {
            file.close();
            throw new IOException(
                    "no %d bytes of memory for it in %s"
                            .formatted(MOST_WAITING + LONGEST_RUN, budget.name()));
        }
        SpillRing ring = new SpillRing(file, size, memory.get());
        ring.writer.start();
        return ring;
    }

    /** A body that is to be written from its first byte on; at most a quarter of the ring. */
    public Spilled begin() {
        return new Spilled(this, ids.incrementAndGet(), size / 4);
    }

    /** Whether the disk will get these bytes; called on event loops. */
    boolean offer(Spilled body, byte[] bytes) {
        if (waitingBytes.addAndGet(bytes.length) <= MOST_WAITING
                && !closed
                && waiting.offer(new Run(body, bytes))) {
            return true;
        }
        waitingBytes.addAndGet(-bytes.length);
        return false;
    }

    private void write() {
        ByteBuffer out = ByteBuffer.allocateDirect(HEAD + LONGEST_RUN);
        try {
            while (!closed) {
                Run run = waiting.poll(1, TimeUnit.SECONDS);
                if (run != null) {
                    write(run, out);
                    waitingBytes.addAndGet(-run.bytes.length);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Run run, ByteBuffer out) {
        int length = HEAD + run.bytes.length;
        long position = end;
        if (size - position % size < length) {
            // a run is in one piece
            position += size - position % size;
        }
        end = position + length;
        out.clear();
        out.putLong(run.body.id()).putLong(run.body.last()).putInt(run.bytes.length);
        out.put(run.bytes).flip();
        try {
            for (long at = position % size; out.hasRemaining(); ) {
                at += file.write(out, at);
            }
            run.body.written(position, run.bytes.length);
            failing = false;
        } catch (IOException failed) {
            run.body.lose();
            if (!failing) {
                LOG.warn("inspector spill failed reason={}", failed.getMessage());
            }
            failing = true;
        }
    }

    /** Whether what was written there is still there. */
    boolean holds(long position) {
        return position >= end - size;
    }

    /**
     * Reads at a position, as much as {@code into} takes; the caller asks afterwards whether the
     * ring {@linkplain #holds still held} it.
     */
    void read(long position, ByteBuffer into) throws IOException {
        for (long at = position % size; into.hasRemaining(); ) {
            int read = file.read(into, at);
            if (read < 0) {
                throw new IOException("the ring's file is shorter than it was");
            }
            at += read;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        writer.interrupt();
        try {
            writer.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        file.close();
        memory.close();
    }
}
