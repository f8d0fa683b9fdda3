package dev.warren.registry.upkeep;

import dev.warren.registry.catalog.CheckRows;
import dev.warren.registry.catalog.CheckRows.Outcome;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.BlobFiles;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about blobs whose bytes are wrong or gone. Blocks; thread-safe. */
final class Damages {

    private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

    private final CheckRows rows;
    private final BlobFiles files;
    private final UpkeepMetrics metrics;
    private final InstantSource clock;

    Damages(CheckRows rows, BlobFiles files, UpkeepMetrics metrics, InstantSource clock) {
        this.rows = rows;
        this.files = files;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The blob has a row and no file. */
    void missing(Digest digest) throws IOException {
        note(
                digest,
                "its file is missing",
                rows.damaged(
                        digest, "its file is missing", () -> files.identity(digest).isEmpty()));
    }

    /** The blob's file is {@code seen}, and wrong. */
    void wrong(Digest digest, BlobFiles.Identity seen, String words) throws IOException {
        Outcome outcome =
                rows.damaged(
                        digest,
                        words,
                        () -> {
                            Optional<BlobFiles.Identity> now = files.identity(digest);
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
