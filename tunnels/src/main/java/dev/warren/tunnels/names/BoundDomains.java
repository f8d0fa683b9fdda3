package dev.warren.tunnels.names;

import dev.warren.core.people.AccountName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/**
 * Looks again and again at domains that are served without being kept: their record was seen when
 * their tunnel opened, and the tunnel may stand for months. As often as {@link DomainWatch} does,
 * and with as much patience, but from memory: a tunnel opens anew where the server starts anew.
 * Blocks; for one thread at a time.
 */
final class BoundDomains {

    private static final int AT_A_TIME = 5;

    /** Of one interval: how soon a silent name server is asked again. */
    private static final int SOONER = 24;

    private final Places places;
    private final DomainProofs proofs;
    private final DomainWatch.Rhythm rhythm;
    private final InstantSource clock;

    /** Bounded by the tunnels that stand. */
    private final Map<Bound, Look> looks = new HashMap<>();

    /** A domain that somebody proved and is served at. */
    record Bound(String host, AccountName owner, String fingerprint) {

        Set<String> texts() {
            return Set.of(fingerprint, DomainProofs.forAccount(owner));
        }
    }

    /** When the next look is due, and how many before it found nothing. */
    private record Look(Instant next, int missing) {}

    /** Where domains are served. */
    interface Places {

        /** Those that nobody keeps. */
        Set<Bound> served();

        /** Serves it no more. */
        void end(Bound domain);
    }

    BoundDomains(
            Places places, DomainProofs proofs, DomainWatch.Rhythm rhythm, InstantSource clock) {
        this.places = places;
        this.proofs = proofs;
        this.rhythm = rhythm;
        this.clock = clock;
    }

    /** Looks at those whose time has come. */
    void look() {
        Set<Bound> served = places.served();
        looks.keySet().retainAll(served);
        Instant now = clock.instant();
        served.forEach(domain -> looks.putIfAbsent(domain, new Look(now.plus(rhythm.every()), 0)));
        List<Entry<Bound, Look>> due =
                looks.entrySet().stream()
                        .filter(entry -> !entry.getValue().next.isAfter(now))
                        .limit(AT_A_TIME)
                        .toList();
        due.forEach(entry -> look(entry.getKey(), entry.getValue().missing, now));
    }

    private void look(Bound domain, int missing, Instant now) {
        switch (proofs.lookAgain(domain.host(), domain.texts())) {
            case PROVEN -> looks.put(domain, new Look(now.plus(rhythm.every()), 0));
            case UNKNOWN -> {
                Instant soon = now.plus(rhythm.every().dividedBy(SOONER));
                looks.put(domain, new Look(soon, missing));
            }
            case MISSING -> {
                if (missing + 1 >= rhythm.misses()) {
                    looks.remove(domain);
                    places.end(domain);
                } else {
                    looks.put(domain, new Look(now.plus(rhythm.every()), missing + 1));
                }
            }
        }
    }
}
