package dev.warren.registry.fill;

import dev.warren.registry.catalog.FetchRows;
import dev.warren.registry.catalog.FetchRows.Progress;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Machines with one store and one database. Who fetches a blob has a row that it renews; the others
 * look at it until the blob is in the store. They do not wait for what would take longer than
 * clients wait for a head, nor for who died. Thread-safe.
 */
final class SharedStore implements Machines, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedStore.class);

    /** Without a sign of life, a machine is not waited for longer. */
    private static final Duration LIFE = Duration.ofSeconds(15);

    private static final Duration SIGN = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Clients give up when they see no head for 30 s, and the upstream may have to be asked. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final FetchRows rows;
    private final BlobStore files;
    private final UUID node = UUID.randomUUID();
    private final CountDownLatch closed = new CountDownLatch(1);

    SharedStore(FetchRows rows, BlobStore files) {
        this.rows = rows;
        this.files = files;
    }

    @Override
    public Optional<Turn> take(Digest digest) throws IOException, InterruptedException {
        try {
            return taken(digest);
        } catch (DataAccessException | TransactionException away) {
            // the fetch itself may still do without
            LOG.warn("not known who fetches digest={} cause={}", digest, away.toString());
            return Optional.of(Turn.FREE);
        }
    }

    private Optional<Turn> taken(Digest digest) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!rows.claim(digest, node, LIFE)) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            Optional<Progress> other = rows.progress(digest);
            if (left.isNegative() || other.filter(one -> takesLonger(one, left)).isPresent()) {
                LOG.info("fetched here although another machine does digest={}", digest);
                return Optional.of(Turn.FREE);
            }
            if (closed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedException("the registry stops");
            }
        }
        if (files.find(digest).isPresent()) {
            rows.release(digest, node);
            return Optional.empty();
        }
        return Optional.of(new Claimed(digest));
    }

    /** As far as can be told from how fast it was until now. */
    private static boolean takesLonger(Progress other, Duration left) {
        return other.done() > 0
                && other.size() > 0
                && (double) other.since().toMillis() * (other.size() - other.done()) / other.done()
                        > left.toMillis();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /** Renewed by a thread of its own, as a fetch may stand still and go on. */
    private final class Claimed implements Turn {

        private final Digest digest;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile long done;
        private volatile long size;

        Claimed(Digest digest) {
            this.digest = digest;
            Thread.ofVirtual().name("warren-registry-fetching").start(this::live);
        }

        @Override
        public void written(long bytes, long of) {
            done = bytes;
            size = of;
        }

        private void live() {
            try {
                while (!over.await(SIGN.toNanos(), TimeUnit.NANOSECONDS)) {
                    note(() -> rows.renew(digest, node, LIFE, done, size));
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            over.countDown();
            note(() -> rows.release(digest, node));
        }

        private void note(Runnable statement) {
            try {
                statement.run();
            } catch (DataAccessException | TransactionException away) {
                LOG.warn("others not told of fetch digest={} cause={}", digest, away.toString());
            }
        }
    }
}
