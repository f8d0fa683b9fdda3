package dev.warren.registry.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.registry.oci.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Knows which repositories of an upstream anybody may read, because it was asked for their tags as
 * anybody would ask. When it does not answer, what was known before holds, and unknown ones are not
 * open. Blocks; thread-safe.
 */
final class Openness {

    private static final long MOST = 10_000;
    private static final Duration OPEN = Duration.ofHours(24);
    private static final Duration CLOSED = Duration.ofMinutes(5);

    private final Function<RepositoryName, RemoteRepository> asAnybody;
    private final InstantSource clock;
    private final Cache<RepositoryName, Verdict> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    private record Verdict(boolean open, Instant until) {}

    Openness(Function<RepositoryName, RemoteRepository> asAnybody, InstantSource clock) {
        this.asAnybody = asAnybody;
        this.clock = clock;
    }

    boolean isOpen(RepositoryName name) {
        Instant now = clock.instant();
        Verdict verdict = known.getIfPresent(name);
        if (verdict != null && now.isBefore(verdict.until)) {
            return verdict.open;
        }
        return switch (asAnybody.apply(name).tags("", 1)) {
            case Reply.Good<List<String>> _ -> note(name, true, now.plus(OPEN));
            case Reply.Absent<List<String>> _, Reply.Denied<List<String>> _ ->
                    note(name, false, now.plus(CLOSED));
            case Reply.Failed<List<String>> _ -> verdict != null && verdict.open;
        };
    }

    private boolean note(RepositoryName name, boolean open, Instant until) {
        known.put(name, new Verdict(open, until));
        return open;
    }
}
