package dev.warren.registry.upkeep;

import dev.warren.registry.catalog.CacheRows.Sized;
import dev.warren.registry.catalog.CheckRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether every file is there, and hashes each now and then. Blocks; one thread at a time.
 */
final class Scrubber {

    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    private static final int PAGE = 500;
    private static final int BATCH = 20;

    /** After so long somebody else may hash a blob that was begun and not done with. */
    private static final Duration TURN = Duration.ofHours(1);

    private final CheckRows rows;
    private final BlobStore files;
    private final Damages damages;
    private final UpkeepMetrics metrics;
    private final InstantSource clock;

    Scrubber(
            CheckRows rows,
            BlobStore files,
            Damages damages,
            UpkeepMetrics metrics,
            InstantSource clock) {
        this.rows = rows;
        this.files = files;
        this.damages = damages;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Looks whether each blob's file is there and as long as it should be. */
    void look() throws IOException {
        String last = "";
        List<Sized> page;
        do {
            page = rows.page(last, PAGE);
            for (Sized blob : page) {
                look(blob);
                last = blob.digest().toString();
            }
        } while (page.size() == PAGE);
        metrics.damagedNow(rows.damaged());
    }

    private void look(Sized blob) throws IOException {
        Optional<BlobStore.Identity> file = files.identity(blob.digest());
        if (file.isEmpty()) {
            damages.missing(blob.digest());
        } else if (file.get().size() != blob.size()) {
            damages.wrong(
                    blob.digest(),
                    file.get(),
                    "its file has %d bytes (expected: %d)"
                            .formatted(file.get().size(), blob.size()));
        }
    }

    /** Hashes all blobs again that were not since {@code every}, as fast as {@code pace} lets. */
    void scrub(Duration every, Hashing.Pace pace) throws IOException, InterruptedException {
        List<Sized> due;
        do {
            due = rows.due(clock.instant().minus(every), BATCH);
            for (Sized blob : due) {
                scrub(blob.digest(), every, pace);
            }
            // with no pause between two times, each only once a round
        } while (due.size() == BATCH && every.isPositive());
        metrics.damagedNow(rows.damaged());
    }

    /** Hashes a blob unless another machine that looks after the same store does. */
    private void scrub(Digest digest, Duration every, Hashing.Pace pace)
            throws IOException, InterruptedException {
        Instant due = clock.instant().minus(every);
        Duration turn = every.compareTo(TURN) < 0 ? every : TURN;
        // due again in an hour, should this not come to its end
        if (rows.claim(digest, due, due.plus(turn)) && isLookedAt(digest, pace)) {
            rows.checked(digest, clock.instant());
        }
    }

    /**
     * Whether its bytes were looked at, whatever they are.
     *
     * @throws StoreException when the store is away, which says nothing about the blob
     */
    private boolean isLookedAt(Digest digest, Hashing.Pace pace)
            throws IOException, InterruptedException {
        Optional<BlobStore.Identity> file = files.identity(digest);
        if (file.isEmpty()) {
            damages.missing(digest);
            return true;
        }
        try (InputStream bytes = files.open(digest)) {
            hash(digest, file.get(), bytes, pace);
            return true;
        } catch (NoSuchFileException gone) {
            // thrown away meanwhile, or missing, which the next look will find
            LOG.debug("file gone digest={}", digest);
        } catch (FileSystemException unopened) {
            // as when too many files are open: its bytes may be right
            LOG.warn("blob not looked at digest={} cause={}", digest, unopened.toString());
        }
        return false;
    }

    private void hash(Digest digest, BlobStore.Identity file, InputStream bytes, Hashing.Pace pace)
            throws IOException, InterruptedException {
        try {
            Digest actual = Hashing.of(bytes, digest.algorithm(), pace);
            metrics.scrubbed(file.size());
            if (!actual.equals(digest)) {
                damages.wrong(digest, file, "its bytes hash to " + actual);
            }
        } catch (ClosedByInterruptException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedException();
        } catch (StoreException away) {
            throw away;
        } catch (IOException unreadable) {
            damages.wrong(digest, file, "its file cannot be read: " + unreadable);
        }
    }
}
