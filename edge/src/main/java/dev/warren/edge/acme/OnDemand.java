package dev.warren.edge.acme;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.warren.edge.http.tls.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Visitors' wishes for certificates that are not there: decided from memory on event loops, and
 * handed over in a short line that is simply full when it is. Thread-safe; never blocks.
 */
final class OnDemand {

    private static final int LINE = 64;
    private static final int MOST = 10_000;

    /** One host is not asked for more often than this. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** From the authority to the doors, with clocks that go wrong and times that are backdated. */
    private static final Duration LONGEST_WAY = Duration.ofHours(2);

    private final AcmeNames names;
    private final boolean enabled;
    private final InstantSource clock;
    private final Queue<Wish> line = new ArrayBlockingQueue<>(LINE);
    private final Cache<String, Answer> answered;

    /**
     * What visitors of a host were told.
     *
     * @param failures of its orders by then; another failure makes the answer an old one
     */
    private record Answer(boolean coming, int failures) {}

    /** Somebody wants {@code host}, which is {@code owner}'s. */
    record Wish(String host, long owner) {}

    OnDemand(AcmeNames names, AcmeProperties.OnDemand settings, InstantSource clock) {
        this.names = names;
        this.enabled = settings.enabled();
        this.clock = clock;
        Ticker ticker = () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        this.answered =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(REMEMBERED)
                        .ticker(ticker)
                        .build();
    }

    /**
     * Whether a certificate for {@code host} is being ordered, which this may have begun.
     *
     * @param row what is known of it; null for nothing
     */
    boolean isComing(String host, @Nullable CertificateRow row) {
        if (!enabled || row != null && (isResting(row) || isUnusable(row))) {
            return false;
        }
        OptionalLong owner = names.ownerOf(host);
        if (owner.isEmpty()
                || names.configured().contains(host)
                || names.configured().contains(Identity.wildcard(host))) {
            return false;
        }
        int failures = row == null ? 0 : row.failures();
        Answer known = answered.getIfPresent(host);
        if (known != null && (known.failures() == failures || !known.coming())) {
            return known.coming();
        }
        boolean taken = line.offer(new Wish(host, owner.getAsLong()));
        answered.put(host, new Answer(taken, failures));
        return taken;
    }

    /** Whether it failed, and is not tried again yet. */
    private boolean isResting(CertificateRow row) {
        return row.failures() > 0 && row.dueAt().isAfter(clock.instant());
    }

    /** Whether it is there for so long that the doors would have it if it were of use. */
    private boolean isUnusable(CertificateRow row) {
        CertificateRow.Issued issued = row.issued();
        return issued != null && issued.notBefore().isBefore(clock.instant().minus(LONGEST_WAY));
    }

    /** A wish was not granted: visitors are not told to come again. */
    void refused(Wish wish) {
        answered.put(wish.host(), new Answer(false, 0));
    }

    /** The next wish, or null when there is none. */
    @Nullable Wish next() {
        return line.poll();
    }
}
