package dev.warren.registry.warm;

import dev.warren.registry.catalog.PinRows;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Platform;
import dev.warren.registry.warm.Warming.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/** Fetches what pinned tags lead to by now. One thread at a time; blocks. */
final class PinnedImages {

    private static final Logger LOG = LoggerFactory.getLogger(PinnedImages.class);
    private static final int MOST = 1000;

    private final PinRows pins;
    private final Warming warming;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private Instant last = Instant.EPOCH;

    PinnedImages(PinRows pins, Warming warming, InstantSource clock) {
        this.pins = pins;
        this.warming = warming;
        this.clock = clock;
    }

    /** Fetches them if that was {@code every} ago. */
    void run(Duration every, Set<Platform> platforms) {
        Instant now = clock.instant();
        boolean lately = !now.isBefore(last) && now.isBefore(last.plus(every));
        if (every.isZero() || lately) {
            return;
        }
        last = now;
        for (PinRows.Pinned pin : pins.pinned(MOST)) {
            Outcome outcome =
                    warming.warm(
                            new Warming.Wish(
                                    pin.upstream(), pin.name(), pin.reference(), platforms, ""),
                            new Quiet());
            switch (outcome) {
                case Outcome.Warm warm ->
                        LOG.info(
                                "pinned image warm image={}/{}:{} fetched={}",
                                pin.upstream(),
                                pin.name(),
                                pin.reference(),
                                warm.fetched());
                case Outcome.Refused refused ->
                        LOG.warn(
                                "pinned image not warm image={}/{}:{} cause={}",
                                pin.upstream(),
                                pin.name(),
                                pin.reference(),
                                refused.words());
                case Outcome.Cancelled _ -> {
                    return;
                }
            }
        }
    }

    /** A stop waits for no layer. */
    @EventListener
    void on(ContextClosedEvent closing) {
        stop.countDown();
    }

    private final class Quiet implements Watcher {

        @Override
        public void progress(Digest digest, long bytes, long size, boolean was) {
            // nobody looks
        }

        @Override
        public boolean cancelled() {
            return stop.getCount() == 0;
        }
    }
}
