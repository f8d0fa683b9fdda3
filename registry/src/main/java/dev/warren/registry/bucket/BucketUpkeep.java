package dev.warren.registry.bucket;

import dev.warren.registry.catalog.ObjectRows;
import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about the bucket now and then: what was never finished and what is not needed is
 * removed, and what is only on this machine is sent. Blocks; one thread at a time, except {@link
 * #alive}.
 */
final class BucketUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(BucketUpkeep.class);
    private static final int BATCH = 100;

    private final BucketStore store;
    private final Sender sender;
    private final LocalCopies copies;
    private final Plan plan;

    /**
     * How it is done.
     *
     * @param silent writers that gave no sign of life for so long are taken for dead
     * @param copies bytes that copies on this machine may fill
     */
    record Plan(Duration silent, long copies) {}

    BucketUpkeep(BucketStore store, Sender sender, LocalCopies copies, Plan plan) {
        this.store = store;
        this.sender = sender;
        this.copies = copies;
        this.plan = plan;
    }

    /** What this machine was writing when it stopped is never finished. */
    void begin(UUID node) {
        int left = sender.rows().abandonOf(node, sender.now());
        if (left > 0) {
            LOG.info("objects left unfinished by the last run number={}", left);
        }
    }

    /** Says that this machine lives, by which others see that they must not tidy up after it. */
    void alive() {
        sender.touch();
    }

    /** A round. What fails is tried again in the next one. */
    void run() {
        ObjectRows rows = sender.rows();
        rows.abandonSilent(sender.now().minus(plan.silent), sender.now());
        attempt(() -> copies.shrink(plan.copies));
        attempt(this::removeDue);
        attempt(this::sendUnsent);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (IOException away) {
            LOG.warn("bucket not looked after cause={}", away.toString());
        }
    }

    private void removeDue() throws IOException {
        List<String> due;
        do {
            due = sender.rows().due(sender.now(), BATCH);
            for (String key : due) {
                sender.bucket().remove(key);
                sender.rows().remove(key);
            }
        } while (due.size() == BATCH);
    }

    /** Blobs that were here before there was a bucket. */
    private void sendUnsent() throws IOException {
        String last = "";
        List<Digest> unsent;
        do {
            unsent = sender.rows().unsent(last, BATCH);
            for (Digest digest : unsent) {
                last = digest.toString();
                if (store.send(digest)) {
                    LOG.info("blob sent to the bucket digest={}", digest);
                }
            }
        } while (unsent.size() == BATCH);
    }
}
