package dev.warren.edge.http.file;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Files that the platform is about to name in an answer although they are still written. Each is
 * taken once, by a token that nobody can guess; what is not taken is forgotten after a minute, or
 * when there are too many. Thread-safe.
 */
public final class GrowingFiles {

    private static final int MOST = 10_000;
    private static final int TOKEN_BYTES = 16;
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final RandomGenerator random;
    private final InstantSource clock;
    // guarded by this; oldest first
    private final Map<String, Offer> offers = new LinkedHashMap<>();

    private record Offer(GrowingFile file, Instant until) {}

    /** {@code random} must be unguessable. */
    public GrowingFiles(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** Offers {@code file}; says what the answer's {@code X-Warren-Fill} is to be. */
    public String offer(GrowingFile file) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        Instant now = clock.instant();
        synchronized (this) {
            forgetOld(now);
            offers.put(token, new Offer(file, now.plus(KEPT)));
        }
        return token;
    }

    private void forgetOld(Instant now) {
        Iterator<Offer> each = offers.values().iterator();
        while (each.hasNext()) {
            boolean current = each.next().until.isAfter(now);
            if (current && offers.size() < MOST) {
                return;
            }
            each.remove();
        }
    }

    /** What was offered by that token, if it was and nobody has taken it. */
    synchronized Optional<GrowingFile> take(String token) {
        return Optional.ofNullable(offers.remove(token))
                .filter(offer -> offer.until.isAfter(clock.instant()))
                .map(Offer::file);
    }
}
