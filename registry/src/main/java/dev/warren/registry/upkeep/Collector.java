package dev.warren.registry.upkeep;

import dev.warren.registry.catalog.BlobRows;
import dev.warren.registry.catalog.SweepRows;
import dev.warren.registry.catalog.UploadRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.IncomingBlobs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody needs, while everything goes on: blobs that no manifest names, blobs that no
 * repository holds, files that belong to nothing. Blocks; one thread at a time.
 */
final class Collector {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final int BATCH = 500;

    private final Rows rows;
    private final IncomingBlobs incoming;
    private final BlobStore files;
    private final UpkeepMetrics metrics;
    private final InstantSource clock;

    /** What is asked whether anything is needed. */
    record Rows(SweepRows sweep, BlobRows blobs, UploadRows uploads) {}

    Collector(Rows rows, IncomingBlobs incoming, UpkeepMetrics metrics, InstantSource clock) {
        this.rows = rows;
        this.incoming = incoming;
        this.files = incoming.store();
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Removes it.
     *
     * @param grace how long a blob may wait for a manifest, and a file for a row
     * @param quarantine how long wrong files are kept aside
     */
    void run(Duration grace, Duration quarantine) throws IOException {
        Instant before = clock.instant().minus(grace);
        int forgotten;
        do {
            forgotten = rows.sweep.forget(before, BATCH);
            metrics.forgotten(forgotten);
        } while (forgotten == BATCH);
        removeUnheld();
        removeUnknown(before);
        removeUnfinished();
        files.removeQuarantined(clock.instant().minus(quarantine));
    }

    private void removeUnheld() throws IOException {
        for (int gone = BATCH; gone == BATCH; ) {
            gone = 0;
            for (Digest digest : rows.sweep.unheld(BATCH)) {
                if (rows.blobs.removeUnheld(digest, () -> files.delete(digest))) {
                    metrics.removed();
                    gone++;
                }
            }
        }
    }

    private void removeUnknown(Instant before) throws IOException {
        List<Digest> batch = new ArrayList<>(BATCH);
        files.each(found -> {
            if (found.written().isBefore(before)) {
                batch.add(found.digest());
            }
            if (batch.size() == BATCH) {
                removeUnknown(batch);
                batch.clear();
            }
        });
        removeUnknown(batch);
    }

    private void removeUnknown(List<Digest> found) {
        Set<Digest> known = rows.sweep.known(found);
        for (Digest digest : found) {
            try {
                if (!known.contains(digest)
                        && rows.sweep.removeUnknown(digest, () -> files.delete(digest))) {
                    metrics.leftover();
                    LOG.info("file without a blob removed digest={}", digest);
                }
            } catch (IOException unreadable) {
                LOG.warn("file not removed digest={} cause={}", digest, unreadable.toString());
            }
        }
    }

    /** Removes what was begun and belongs neither to an upload nor to anything under way. */
    void removeUnfinished() throws IOException {
        incoming.each(name -> {
            // in this order: an upload has its row before its file, and is open while it is written
            if (!incoming.isOpen(name) && !rows.uploads.isKnown(name) && !incoming.isOpen(name)) {
                discard(name);
            }
        });
    }

    private void discard(UUID name) {
        try {
            incoming.discard(name);
            metrics.leftover();
        } catch (IOException unreadable) {
            LOG.warn("file not removed name={} cause={}", name, unreadable.toString());
        }
    }
}
