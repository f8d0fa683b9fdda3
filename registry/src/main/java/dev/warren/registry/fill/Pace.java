package dev.warren.registry.fill;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Watches whether bytes come fast enough. Confined to one thread. */
final class Pace {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final long least;
    private Instant since;
    private long bytes;

    Pace(InstantSource clock, long bytesASecond) {
        this.clock = clock;
        this.least = bytesASecond * WINDOW.toSeconds();
        this.since = clock.instant();
    }

    /** Counts; false when a whole window brought too little. */
    boolean isEnough(int more) {
        bytes += more;
        Instant now = clock.instant();
        if (now.isBefore(since.plus(WINDOW))) {
            return true;
        }
        boolean enough = bytes >= least;
        since = now;
        bytes = 0;
        return enough;
    }
}
