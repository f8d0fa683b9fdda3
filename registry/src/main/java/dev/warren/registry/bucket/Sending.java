package dev.warren.registry.bucket;

import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.store.Destination;
import dev.warren.registry.store.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One blob on its way to the bucket. While its file grows, a thread of its own sends each part that
 * is whole, one after the other; what is missing in the end is sent by several at once. When the
 * bucket fails meanwhile, that is tried again in the end only.
 */
final class Sending implements Destination {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    static final String LATE = "sending the blob to where it stays took too long";

    private final Sender sender;
    private final BlobFiles copies;

    /** How long who reads an object may go on when it is not needed any more. */
    private final Duration grace;

    /** Used by the thread that follows the file, or by the writer while none does. */
    private final ObjectUpload upload;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    // guarded by the lock
    private long ready;
    private boolean running;
    private boolean held;
    private boolean closed;
    private boolean published;
    // confined to the writer
    private long brought = -1;

    Sending(Sender sender, BlobFiles copies, Duration grace) {
        this.sender = sender;
        this.copies = copies;
        this.grace = grace;
        this.upload = new ObjectUpload(sender);
    }

    @Override
    public void written(Path file, long bytes) {
        lock.lock();
        try {
            ready = bytes;
            if (!running && !held && next() > 0) {
                running = true;
                Thread.ofVirtual().name("warren-registry-send").start(() -> follow(file));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The number of the next whole part; 0 when there is none. Holds the lock. */
    private int next() {
        int number = upload.sent() + 1;
        boolean whole = number * sender.partSize() <= ready;
        return whole && number <= ObjectUpload.MOST_PARTS ? number : 0;
    }

    private void follow(Path file) {
        boolean failed = false;
        for (int number = following(false); number > 0; number = following(failed)) {
            try {
                upload.send(file, number, sender.partSize());
            } catch (IOException | RuntimeException away) {
                LOG.info("part not sent yet part={} cause={}", number, away.toString());
                failed = true;
            }
        }
    }

    private int following(boolean failed) {
        lock.lock();
        try {
            held |= failed;
            int number = held ? 0 : next();
            if (number == 0) {
                running = false;
                idle.signalAll();
                if (closed) {
                    end();
                }
            }
            return number;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void bring(Path file, long size) throws IOException {
        settle();
        if (brought >= 0 && brought != size) {
            upload.giveUp();
            brought = -1;
        }
        if (brought < 0) {
            upload.finish(file, size);
            brought = size;
        }
    }

    /** Waits until nothing is on its way, and lets nothing begin. */
    private void settle() throws IOException {
        lock.lock();
        try {
            held = true;
            long left = ObjectUpload.LONGEST.toNanos();
            while (running) {
                if (left <= 0) {
                    throw new StoreException(LATE, null);
                }
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the registry stops");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void publish(Path file, Digest digest) throws IOException {
        if (!publish(digest)) {
            upload.giveUp();
            brought = -1;
            throw new StoreException(LATE, null);
        }
        copies.destination().publish(file, digest);
    }

    /** Makes what was brought the blob; false when it was taken for abandoned. */
    boolean publish(Digest digest) throws IOException {
        if (brought < 0) {
            throw new IOException("the blob was not brought yet");
        }
        String key = upload.key().orElseThrow();
        boolean done =
                sender.rows()
                        .publish(
                                new ObjectRows.Row(key, digest, brought, sender.now()),
                                sender.now().plus(grace));
        lock.lock();
        try {
            published = done;
        } finally {
            lock.unlock();
        }
        return done;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            held = true;
            if (!closed && !running) {
                end();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Says what became of the object. Holds the lock, which nobody waits for any more. */
    private void end() {
        try {
            if (published) {
                upload.key().ifPresent(sender::published);
            } else {
                upload.giveUp();
            }
        } catch (DataAccessException | TransactionException away) {
            // it gives no sign of life any more, and is abandoned for that
            LOG.warn("object not given up cause={}", away.toString());
        }
    }
}
