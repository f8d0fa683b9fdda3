package dev.warren.registry.upkeep;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.registry.catalog.CacheRows;
import dev.warren.registry.catalog.PullRows;
import dev.warren.registry.oci.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What is used, counted in memory and written to the database now and then. The door for who serves
 * blobs and manifests. {@link #used} and {@link #pulled} ask neither disk nor database; they wait
 * at most for a file to be deleted. Thread-safe.
 */
public final class Usage {

    /** About 2 MB. What does not fit counts as not used. */
    private static final int MOST_BLOBS = 8192;

    private static final int MOST_PULLERS = 4096;
    private static final int STRIPES = 64;

    private final CacheRows blobs;
    private final PullRows pulls;
    private final Duration inUse;
    private final InstantSource clock;
    private final Cache<Digest, Instant> recent;
    private final Map<PullRows.Puller, PullRows.Pulls> counted = new ConcurrentHashMap<>();
    private final ReentrantLock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    private final ReentrantLock writing = new ReentrantLock();
    private final List<Runnable> sources = new CopyOnWriteArrayList<>();

    /** Up to when {@link #recent} is written. Guarded by {@link #writing}. */
    private Instant written = Instant.MIN;

    /** {@code inUse}: how long a blob counts as in use after {@link #used}. */
    Usage(CacheRows blobs, PullRows pulls, Duration inUse, InstantSource clock) {
        this.blobs = blobs;
        this.pulls = pulls;
        this.inUse = inUse;
        this.clock = clock;
        this.recent =
                Caffeine.newBuilder()
                        .maximumSize(MOST_BLOBS)
                        .expireAfterWrite(inUse.plusMinutes(1))
                        .build();
    }

    /**
     * Says that somebody is about to read a blob. To be called before its file is looked for: a
     * file that is found then stays for a while.
     */
    public void used(Digest digest) {
        recent.put(digest, clock.instant());
        // who deletes the file has looked before this; it is gone when we go on
        ReentrantLock stripe = stripe(digest);
        stripe.lock();
        stripe.unlock();
    }

    /**
     * Says that somebody pulls a manifest.
     *
     * @param account empty for who has not logged in
     */
    public void pulled(PullRows.Place repository, Optional<Long> account) {
        PullRows.Puller by = new PullRows.Puller(repository, account);
        pulled(new PullRows.Pulls(by, 1, clock.instant()));
    }

    /** Says that somebody pulled manifests of a repository. */
    public void pulled(PullRows.Pulls pulls) {
        if (counted.size() < MOST_PULLERS || counted.containsKey(pulls.by())) {
            counted.merge(pulls.by(), pulls, PullRows.Pulls::plus);
        }
    }

    /** Has {@code source} say what it counted by itself, before each time that use is written. */
    void collect(Runnable source) {
        sources.add(source);
    }

    /** Deletes a file. */
    @FunctionalInterface
    interface Deletion {
        boolean run() throws IOException;
    }

    /** What was stored or used after this instant counts as in use. */
    Instant horizon() {
        return clock.instant().minus(inUse);
    }

    /** Runs {@code deletion} unless the blob is in use; says whether it is deleted. */
    boolean deleteUnused(Digest digest, Deletion deletion) throws IOException {
        ReentrantLock stripe = stripe(digest);
        stripe.lock();
        try {
            Instant used = recent.getIfPresent(digest);
            return (used == null || used.isBefore(horizon())) && deletion.run();
        } finally {
            stripe.unlock();
        }
    }

    private ReentrantLock stripe(Digest digest) {
        return stripes[Math.floorMod(digest.hashCode(), STRIPES)];
    }

    /** Writes what was counted. Blocks. */
    public void flush() {
        writing.lock();
        try {
            sources.forEach(Runnable::run);
            write();
        } finally {
            writing.unlock();
        }
    }

    private void write() {
        Instant now = clock.instant();
        List<Digest> used =
                recent.asMap().entrySet().stream()
                        .filter(entry -> !entry.getValue().isBefore(written))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!used.isEmpty()) {
            blobs.used(used, now.truncatedTo(ChronoUnit.HOURS));
        }
        written = now;
        for (PullRows.Puller by : List.copyOf(counted.keySet())) {
            PullRows.Pulls sum = counted.remove(by);
            if (sum != null) {
                add(sum);
            }
        }
    }

    /** What cannot be written is written the next time. */
    private void add(PullRows.Pulls sum) {
        boolean added = false;
        try {
            pulls.add(sum);
            added = true;
        } finally {
            if (!added) {
                counted.merge(sum.by(), sum, (later, before) -> before.plus(later));
            }
        }
    }
}
