package dev.warren.registry.fill;

import dev.warren.edge.http.file.GrowingFile;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.Stored;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A blob as it comes. Its readers read the file that it is written to, so a slow one costs nothing
 * and holds nobody up. The end is held back until the digest is known to match: nobody gets a
 * complete answer of wrong bytes. Thread-safe.
 */
public final class Fill implements GrowingFile {

    static final long HELD_BACK = 64 * 1024;

    /** How long nobody must read it before it counts as unwanted. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(5);

    private final Digest digest;
    private final long size;
    private final Path incoming;
    private final BlobStore files;
    private final InstantSource clock;

    private final Object lock = new Object();
    // guarded by the lock
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<Runnable> onceStored = new ArrayList<>();
    private int readers;
    private Instant touched;
    private boolean stored;
    // written under the lock, read by anybody
    private volatile long available;
    private volatile boolean broken;

    private record Waiter(long than, Runnable action) {}

    Fill(Digest digest, long size, Path incoming, BlobStore files, InstantSource clock) {
        this.digest = digest;
        this.size = size;
        this.incoming = incoming;
        this.files = files;
        this.clock = clock;
        this.touched = clock.instant();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long available() {
        return available;
    }

    @Override
    public boolean isBroken() {
        return broken;
    }

    @Override
    public void whenMore(long than, Runnable action) {
        synchronized (lock) {
            if (available <= than && !broken) {
                waiters.add(new Waiter(than, action));
                return;
            }
        }
        action.run();
    }

    @Override
    public FileChannel open() throws IOException {
        hold();
        boolean opened = false;
        try {
            FileChannel channel = channel();
            opened = true;
            return channel;
        } finally {
            if (!opened) {
                left();
            }
        }
    }

    private FileChannel channel() throws IOException {
        try {
            return FileChannel.open(incoming, StandardOpenOption.READ);
        } catch (NoSuchFileException movedOrGone) {
            if (files.find(digest).orElse(null) instanceof Stored.Here(Path place, _)) {
                return FileChannel.open(place, StandardOpenOption.READ);
            }
            throw movedOrGone;
        }
    }

    /** Says that somebody wants it although nobody may be reading; ended by {@link #left}. */
    public void hold() {
        synchronized (lock) {
            readers++;
            touched = clock.instant();
        }
    }

    @Override
    public void left() {
        synchronized (lock) {
            readers--;
            touched = clock.instant();
        }
    }

    /** Says that somebody is about to open it. */
    void touch() {
        synchronized (lock) {
            touched = clock.instant();
        }
    }

    /** Whether nobody reads it, and nobody has for a while. */
    boolean isForgotten() {
        synchronized (lock) {
            return readers == 0 && touched.plus(FORGOTTEN).isBefore(clock.instant());
        }
    }

    /**
     * Runs {@code action} when the blob has its place and is noted as its first repository's; at
     * once when that is so, and never when it does not come to that.
     */
    public void whenStored(Runnable action) {
        synchronized (lock) {
            if (!stored) {
                onceStored.add(action);
                return;
            }
        }
        action.run();
    }

    /** So many bytes are in the file. */
    void written(long bytes) {
        grow(Math.min(bytes, size - Math.min(HELD_BACK, size)));
    }

    /** All bytes are in the file, and right. */
    void verified() {
        grow(size);
    }

    private void grow(long to) {
        List<Runnable> due = new ArrayList<>();
        synchronized (lock) {
            available = Math.max(available, to);
            for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
                Waiter waiter = each.next();
                if (waiter.than < available) {
                    due.add(waiter.action);
                    each.remove();
                }
            }
        }
        due.forEach(Runnable::run);
    }

    /** No more will come. */
    void breakOff() {
        List<Waiter> due;
        synchronized (lock) {
            if (available == size && size > 0) {
                return;
            }
            broken = true;
            due = List.copyOf(waiters);
            waiters.clear();
        }
        due.forEach(waiter -> waiter.action.run());
    }

    /** It has its place. */
    void stored() {
        List<Runnable> due;
        synchronized (lock) {
            stored = true;
            due = List.copyOf(onceStored);
            onceStored.clear();
        }
        due.forEach(Runnable::run);
    }
}
