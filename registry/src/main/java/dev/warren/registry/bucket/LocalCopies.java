package dev.warren.registry.bucket;

import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.store.BlobStore.Found;
import dev.warren.registry.store.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Copies of blobs on this machine, the longest unused of which go when there are too many. A file's
 * time is when it was last used. Blocks; thread-safe.
 */
final class LocalCopies {

    /** So long after it was found, a file is still there for who opens it. */
    private static final Duration IN_USE = Duration.ofMinutes(2);

    private static final Duration COARSE = Duration.ofMinutes(1);
    private static final int BATCH = 1000;
    private static final int STRIPES = 64;
    private static final int PERCENT_KEPT = 90;
    private static final int PIECE = 256 * 1024;

    private final BlobFiles files;
    private final ObjectRows rows;
    private final BucketMetrics metrics;
    private final InstantSource clock;
    private final ReentrantLock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    LocalCopies(BlobFiles files, ObjectRows rows, BucketMetrics metrics, InstantSource clock) {
        this.files = files;
        this.rows = rows;
        this.metrics = metrics;
        this.clock = clock;
    }

    BlobFiles files() {
        return files;
    }

    /** The copy, if there is one; it stays for a while then. */
    Optional<Stored> find(Digest digest) throws IOException {
        ReentrantLock stripe = stripe(digest);
        stripe.lock();
        try {
            Optional<Stored> found = files.find(digest);
            if (found.orElse(null) instanceof Stored.Here here) {
                Instant now = clock.instant();
                Instant used = Files.getLastModifiedTime(here.path()).toInstant();
                if (used.isBefore(now.minus(COARSE))) {
                    Files.setLastModifiedTime(here.path(), FileTime.from(now));
                }
            }
            return found;
        } finally {
            stripe.unlock();
        }
    }

    /** Whether there is one, and it hashes right. */
    boolean isRight(Digest digest) throws IOException {
        if (find(digest).isEmpty()) {
            return false;
        }
        MessageDigest hash = digest.algorithm().start();
        byte[] piece = new byte[PIECE];
        try (InputStream bytes = files.open(digest)) {
            for (int got = bytes.read(piece); got >= 0; got = bytes.read(piece)) {
                hash.update(piece, 0, got);
            }
        }
        return digest.algorithm().finish(hash).equals(digest);
    }

    private ReentrantLock stripe(Digest digest) {
        return stripes[Math.floorMod(digest.hashCode(), STRIPES)];
    }

    /** Removes copies until they fill no more than they may. */
    void shrink(long most) throws IOException {
        long used = look().bytes;
        if (used > most) {
            used -= release(used - most / 100 * PERCENT_KEPT);
        }
        metrics.copies(used);
    }

    /** Removes copies of {@code wanted} bytes, or of as many as may go; how many went. */
    long release(long wanted) throws IOException {
        long freed = 0;
        boolean some = true;
        while (some && freed < wanted) {
            some = false;
            List<Found> oldest = look().oldest;
            Set<Digest> elsewhere = rows.known(oldest.stream().map(Found::digest).toList());
            for (Found copy : oldest) {
                if (freed < wanted && elsewhere.contains(copy.digest())) {
                    long gone = remove(copy.digest());
                    freed += gone;
                    some |= gone > 0;
                }
            }
        }
        return freed;
    }

    private record Look(long bytes, List<Found> oldest) {}

    /** All of them together, and those that may go first. */
    private Look look() throws IOException {
        long[] bytes = {0};
        Instant before = clock.instant().minus(IN_USE);
        PriorityQueue<Found> oldest =
                new PriorityQueue<>(Comparator.comparing(Found::written).reversed());
        files.each(copy -> {
            bytes[0] += size(copy.digest());
            if (copy.written().isBefore(before)) {
                oldest.add(copy);
            }
            if (oldest.size() > BATCH) {
                oldest.remove();
            }
        });
        return new Look(
                bytes[0], oldest.stream().sorted(Comparator.comparing(Found::written)).toList());
    }

    private long size(Digest digest) {
        try {
            return files.find(digest).map(Stored::size).orElse(0L);
        } catch (IOException gone) {
            return 0;
        }
    }

    private long remove(Digest digest) throws IOException {
        ReentrantLock stripe = stripe(digest);
        stripe.lock();
        try {
            Optional<Stored> found = files.find(digest);
            if (found.orElse(null) instanceof Stored.Here here
                    && Files.getLastModifiedTime(here.path())
                            .toInstant()
                            .isBefore(clock.instant().minus(IN_USE))) {
                files.delete(digest);
                metrics.dropped();
                return here.size();
            }
            return 0;
        } finally {
            stripe.unlock();
        }
    }
}
