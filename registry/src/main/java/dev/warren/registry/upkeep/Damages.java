package dev.warren.registry.upkeep;

import dev.warren.registry.catalog.CheckRows;
import dev.warren.registry.catalog.CheckRows.Outcome;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about blobs whose bytes are wrong or gone. Blocks; thread-safe. */
final class Damages {

    private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

    private final CheckRows rows;
    private final BlobStore files;
    private final UpkeepMetrics metrics;
    private final InstantSource clock;

    Damages(CheckRows rows, BlobStore files, UpkeepMetrics metrics, InstantSource clock) {
        this.rows = rows;
        this.files = files;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The blob has a row and no file. */
    void missing(Digest digest) throws IOException {
        if (isRepaired(digest)) {
            return;
        }
        note(
                digest,
                "its file is missing",
                rows.damaged(
                        digest, "its file is missing", () -> files.identity(digest).isEmpty()));
    }

    /** The blob's file is {@code seen}, and wrong. */
    void wrong(Digest digest, BlobStore.Identity seen, String words) throws IOException {
        if (isRepaired(digest)) {
            return;
        }
        Outcome outcome =
                rows.damaged(
                        digest,
                        words,
                        () -> {
                            Optional<BlobStore.Identity> now = files.identity(digest);
                            if (now.isPresent() && !now.get().equals(seen)) {
                                // somebody has brought it again meanwhile
                                return false;
                            }
                            if (now.isPresent()) {
                                files.quarantine(digest, clock.instant());
                            }
                            return true;
                        });
        note(digest, words, outcome);
    }

    private boolean isRepaired(Digest digest) throws IOException {
        boolean repaired = files.repair(digest);
        if (repaired) {
            LOG.warn("blob damaged and repaired from the copy on this machine digest={}", digest);
        }
        return repaired;
    }

    private void note(Digest digest, String words, Outcome outcome) {
        switch (outcome) {
            case RIGHT, KNOWN -> {}
            case DROPPED -> {
                metrics.damaged();
                LOG.warn("blob damaged digest={} cause={} it will be fetched again", digest, words);
            }
            case RECORDED -> {
                metrics.damaged();
                LOG.error(
                        "blob of a hosted repository damaged digest={} cause={} it has to be pushed again",
                        digest,
                        words);
            }
        }
    }
}
