package dev.warren.tunnels.traffic;

import dev.warren.core.upkeep.Upkeep;
import dev.warren.tunnels.live.Tunnels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Writes figures at a steady pace, however much traffic there is, and once more behind the doors'
 * end. While the database is away they add up.
 */
final class TrafficWriter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficWriter.class);
    private static final Duration TIDY = Duration.ofHours(6);

    private final TrafficBook book;
    private final TrafficStore store;
    private final Tunnels tunnels;
    private final TrafficProperties settings;
    private final InstantSource clock;
    private final Upkeep upkeep;

    /** Confined to the upkeep's thread. */
    private Instant tidied = Instant.MIN;

    TrafficWriter(
            TrafficBook book,
            TrafficStore store,
            Tunnels tunnels,
            TrafficProperties settings,
            InstantSource clock) {
        this.book = book;
        this.store = store;
        this.tunnels = tunnels;
        this.settings = settings;
        this.clock = clock;
        this.upkeep = new Upkeep("traffic", settings.write(), Upkeep.EARLY + 2, this::run);
    }

    private void run() {
        try {
            write();
            Instant now = clock.instant();
            if (now.minus(TIDY).isAfter(tidied)) {
                store.tidy(now, settings.keep(), settings.maxPerAccount());
                tidied = now;
            }
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("traffic.unwritten reason={}", away.getMessage());
        }
    }

    private void write() {
        Set<TrafficBook.Name> standing =
                tunnels.all().stream()
                        .map(tunnel ->
                                new TrafficBook.Name(tunnel.owner().id(), tunnel.address().name()))
                        .collect(Collectors.toSet());
        book.write(standing::contains);
    }

    @Override
    public void start() {
        upkeep.start();
    }

    @Override
    public void stop() {
        upkeep.stop();
        try {
            write();
        } catch (DataAccessException | TransactionException away) {
            LOG.warn("traffic.unwritten reason={}", away.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        return upkeep.isRunning();
    }

    @Override
    public int getPhase() {
        return upkeep.getPhase();
    }
}
