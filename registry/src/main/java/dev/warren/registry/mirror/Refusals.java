package dev.warren.registry.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.upstream.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What upstreams refused lately: they are not asked for it again for a while. Bounded; thread-safe.
 */
final class Refusals {

    private static final long MOST = 50_000;
    private static final Duration MISSING = Duration.ofSeconds(45);
    private static final Duration RARELY_THERE = Duration.ofMinutes(5);
    static final Duration DENIED = Duration.ofSeconds(30);
    private static final Duration LEAST = Duration.ofSeconds(5);

    /** Signatures and their kin, which clients ask for although most images have none. */
    private static final Pattern ATTACHED =
            Pattern.compile("sha(256|512)-[0-9a-f]{64,128}(\\.(sig|att|sbom))?");

    private final InstantSource clock;
    private final Cache<Key, Refusal> kept = Caffeine.newBuilder().maximumSize(MOST).build();

    /** What was refused; {@code failed} null when it does not exist. */
    private record Refusal(
            Kind kind, Answer.@Nullable Unavailable<Object> failed, Instant since, Instant until) {

        /** A clock that was put back makes none last longer. */
        boolean holds(Instant now) {
            return !now.isBefore(since) && now.isBefore(until);
        }
    }

    private enum Kind {
        MISSING,
        DENIED,
        FAILED
    }

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /** The refusal that is still good, as an answer. */
    <T> Optional<Answer<T>> find(Key key) {
        Refusal refusal = kept.getIfPresent(key);
        if (refusal == null || !refusal.holds(clock.instant())) {
            return Optional.empty();
        }
        return Optional.of(answer(refusal, Duration.between(clock.instant(), refusal.until)));
    }

    private static <T> Answer<T> answer(Refusal refusal, Duration after) {
        Answer.Unavailable<Object> failed = refusal.failed;
        return failed == null
                ? new Answer.Missing<>()
                : new Answer.Unavailable<>(failed.cause(), after, failed.words());
    }

    /** Whether we might not have it when we last asked, however long ago that was. */
    boolean isDenied(Key key) {
        Refusal refusal = kept.getIfPresent(key);
        return refusal != null && refusal.kind == Kind.DENIED;
    }

    /** Whether asking failed a moment ago. */
    boolean isFailing(Key key) {
        Refusal refusal = kept.getIfPresent(key);
        return refusal != null && refusal.kind == Kind.FAILED && refusal.holds(clock.instant());
    }

    /** How many things of {@code upstream} are not asked for now. */
    long count(String upstream) {
        Instant now = clock.instant();
        return kept.asMap().entrySet().stream()
                .filter(entry -> entry.getKey().isOf(upstream))
                .filter(entry -> entry.getValue().holds(now))
                .count();
    }

    /** Asks {@code upstream} for all of it again. */
    void forgetAll(String upstream) {
        kept.asMap().keySet().removeIf(key -> key.isOf(upstream));
    }

    /** It was not refused. */
    void forget(Key key) {
        kept.invalidate(key);
    }

    /**
     * The answer to a question that had none, which is remembered.
     *
     * @param brief whether a mere failure is forgotten at once, because nothing else is kept
     */
    <T> Answer<T> note(Key key, Reply<?> reply, boolean brief) {
        Instant now = clock.instant();
        Refusal refusal =
                switch (reply) {
                    case Reply.Good<?> _ -> throw new IllegalArgumentException("nothing refused");
                    case Reply.Absent<?> _ ->
                            new Refusal(Kind.MISSING, null, now, now.plus(absence(key)));
                    case Reply.Denied<?> denied ->
                            new Refusal(
                                    Kind.DENIED,
                                    new Answer.Unavailable<>(
                                            Cause.BROKEN,
                                            DENIED,
                                            "UNAUTHORIZED: " + denied.words()),
                                    now,
                                    now.plus(DENIED));
                    case Reply.Failed<?> failed -> {
                        Duration after =
                                failed.retryAfter().compareTo(LEAST) < 0
                                        ? LEAST
                                        : failed.retryAfter();
                        yield new Refusal(
                                Kind.FAILED,
                                new Answer.Unavailable<>(
                                        failed.cause(), failed.retryAfter(), failed.words()),
                                now,
                                now.plus(after));
                    }
                };
        boolean rate = refusal.failed != null && refusal.failed.cause() == Cause.RATE;
        if (refusal.kind != Kind.FAILED || !brief || rate) {
            kept.put(key, refusal);
        }
        return answer(
                refusal, refusal.failed == null ? Duration.ZERO : refusal.failed.retryAfter());
    }

    private static Duration absence(Key key) {
        boolean rare =
                key.kind() == Key.Kind.REFERRERS
                        || key.kind() == Key.Kind.MANIFEST
                                && ATTACHED.matcher(key.what()).matches();
        return rare ? RARELY_THERE : MISSING;
    }
}
