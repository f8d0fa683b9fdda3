package dev.warren.feeds.source;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Lets go of feeds that nobody follows, and mends what a clock or a crash left behind. */
final class SourceUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(SourceUpkeep.class);

    /** Between the wish to follow a feed and the row that says who does. */
    private static final Duration GRACE = Duration.ofMinutes(30);

    private static final Duration UNUSED = Duration.ofDays(1);

    /** Longer than the longest interval that can be set. */
    private static final Duration FAR = Duration.ofDays(35);

    private final UpkeepRows rows;
    private final Adoption adoption;

    SourceUpkeep(UpkeepRows rows, Adoption adoption) {
        this.rows = rows;
        this.adoption = adoption;
    }

    void run() {
        try {
            rows.markUsed();
            rows.markUnused(GRACE);
            int removed = rows.removeUnused(UNUSED);
            int adopted = adoption.run();
            int mended = rows.bringForward(FAR) + rows.mendDomains();
            rows.removeDomains();
            if (removed + adopted + mended > 0) {
                LOG.info("feeds removed={} moved={} mended={}", removed, adopted, mended);
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("feeds upkeep waits cause={}", away.toString());
        }
    }
}
