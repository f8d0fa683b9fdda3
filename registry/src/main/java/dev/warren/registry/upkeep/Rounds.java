package dev.warren.registry.upkeep;

import dev.warren.registry.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What is done about the store in each round, and what only in some. The first round after a start
 * does all of it. Confined to the threads of two upkeep tasks: {@link #run} to one, {@link #scrub}
 * to the other.
 */
final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Usage usage;
    private final Evictor evictor;
    private final Collector collector;
    private final Scrubber scrubber;
    private final Plan plan;
    private final CountDownLatch stop = new CountDownLatch(1);
    private Instant collected = Instant.EPOCH;
    private Instant looked = Instant.EPOCH;

    /** What is due when. */
    record Plan(UpkeepProperties settings, InstantSource clock) {}

    Rounds(Usage usage, Evictor evictor, Collector collector, Scrubber scrubber, Plan plan) {
        this.usage = usage;
        this.evictor = evictor;
        this.collector = collector;
        this.scrubber = scrubber;
        this.plan = plan;
    }

    /** A round. */
    void run() {
        UpkeepProperties settings = plan.settings;
        Instant now = plan.clock.instant();
        try {
            usage.flush();
            if (isDue(looked, settings.checkEvery(), now)) {
                scrubber.look();
                looked = now;
            }
            evictor.run();
            if (isDue(collected, settings.collectEvery(), now)) {
                collector.run(settings.grace(), settings.quarantine());
                collected = now;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isDue(Instant last, Duration every, Instant now) {
        return !now.isBefore(last.plus(every));
    }

    /** Hashes what is due, for as long as it takes. */
    void scrub() {
        long rate = plan.settings.scrubRate().toBytes();
        if (rate == 0) {
            return;
        }
        try {
            scrubber.scrub(
                    plan.settings.scrubEvery(), new SteadyPace(rate, stop, System::nanoTime));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (StoreException away) {
            LOG.warn("blobs not hashed again cause={}", away.getMessage());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A large blob takes minutes, and a stop does not wait for it. */
    @EventListener
    void on(ContextClosedEvent closing) {
        stop.countDown();
        try {
            usage.flush();
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("use of the registry not noted cause={}", away.toString());
        }
    }
}
