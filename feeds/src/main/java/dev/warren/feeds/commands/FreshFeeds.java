package dev.warren.feeds.commands;

import dev.warren.edge.ssh.CommandContext;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.source.SourceHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits a while until all feeds of a file were asked. */
record FreshFeeds(Digests digests, InstantSource clock) {

    private static final Duration MOST = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 300;

    /** What was asked just before is not asked again. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** The number of feeds that were not asked in time. */
    int await(Digest digest, CommandContext context) {
        Instant begin = clock.instant();
        digests.refresh(digest);
        long stale = stale(digest, begin);
        while (stale > 0 && !context.cancelled() && clock.instant().isBefore(begin.plus(MOST))) {
            pause();
            stale = stale(digest, begin);
        }
        return (int) stale;
    }

    private long stale(Digest digest, Instant begin) {
        Instant since = begin.minus(FRESH);
        return digests.health(digest).stream().filter(one -> isStale(one, since)).count();
    }

    private static boolean isStale(SourceHealth one, Instant since) {
        return one.checkedAt().filter(at -> at.isAfter(since)).isEmpty();
    }

    private static void pause() {
        try {
            boolean _ = new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
