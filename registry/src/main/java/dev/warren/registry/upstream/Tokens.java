package dev.warren.registry.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.warren.registry.source.Answer.Cause;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What one upstream wants to see before it answers, by scope: kept until it expires, fetched anew
 * when four fifths of its time are over, by one at a time. Blocks; thread-safe.
 */
final class Tokens {

    private static final long MOST = 1000;
    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration BASIC = Duration.ofMinutes(5);
    private static final Duration LATER = Duration.ofSeconds(30);

    private final UpstreamConfig upstream;
    private final TokenServer server;
    private final InstantSource clock;
    private final Cache<String, Entry> kept = Caffeine.newBuilder().maximumSize(MOST).build();
    private final ConcurrentMap<String, CompletableFuture<Reply<String>>> underway =
            new ConcurrentHashMap<>();

    /** The value of an {@code Authorization} field, and how to come by the next. */
    private record Entry(
            String header, List<Challenge> challenges, Instant refresh, Instant expires) {}

    Tokens(UpstreamConfig upstream, TokenServer server, InstantSource clock) {
        this.upstream = upstream;
        this.server = server;
        this.clock = clock;
    }

    /** What to send with a request for {@code scope}; empty when nothing was asked for so far. */
    Optional<String> current(String scope) {
        Entry entry = kept.getIfPresent(scope);
        if (entry == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (!now.isBefore(entry.expires)) {
            return renew(scope, entry.challenges, entry.header) instanceof Reply.Good<String> good
                    ? Optional.of(good.value())
                    : Optional.empty();
        }
        if (!now.isBefore(entry.refresh)) {
            begin(scope, entry.challenges);
        }
        return Optional.of(entry.header);
    }

    /**
     * Something else to send.
     *
     * @param challenges what the upstream answered
     * @param rejected what it did not take; null when nothing was sent
     */
    Reply<String> renew(String scope, List<Challenge> challenges, @Nullable String rejected) {
        Entry entry = kept.getIfPresent(scope);
        if (entry != null
                && !entry.header.equals(rejected)
                && clock.instant().isBefore(entry.expires)) {
            return new Reply.Good<>(entry.header);
        }
        if (entry != null) {
            kept.asMap().remove(scope, entry);
        }
        return await(begin(scope, challenges));
    }

    private CompletableFuture<Reply<String>> begin(String scope, List<Challenge> challenges) {
        CompletableFuture<Reply<String>> mine = new CompletableFuture<>();
        CompletableFuture<Reply<String>> first = underway.putIfAbsent(scope, mine);
        if (first != null) {
            return first;
        }
        Thread.ofVirtual()
                .name("warren-registry-token")
                .start(() -> {
                    Reply<String> reply = broken("asking for a token failed");
                    try {
                        reply = fetch(scope, challenges);
                    } finally {
                        underway.remove(scope, mine);
                        mine.complete(reply);
                    }
                });
        return mine;
    }

    private Reply<String> await(CompletableFuture<Reply<String>> reply) {
        try {
            return reply.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Reply.Failed<>(
                    Cause.SLOW,
                    LATER,
                    "the token server of %s takes too long".formatted(upstream.name()));
        } catch (ExecutionException impossible) {
            return broken("asking for a token failed");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return broken("asking for a token was interrupted");
        }
    }

    private Reply<String> fetch(String scope, List<Challenge> challenges) {
        Optional<Challenge> bearer = named(challenges, "bearer");
        if (bearer.isPresent()) {
            return bearer(scope, challenges, bearer.get());
        }
        if (named(challenges, "basic").isPresent() && upstream.credentials().isPresent()) {
            Instant end = clock.instant().plus(BASIC);
            String header = upstream.credentials().get().basic();
            kept.put(scope, new Entry(header, challenges, end, end));
            return new Reply.Good<>(header);
        }
        return new Reply.Denied<>("%s wants a log-in".formatted(upstream.name()));
    }

    private Reply<String> bearer(String scope, List<Challenge> challenges, Challenge bearer) {
        String realm = bearer.parameter("realm").orElse("");
        Optional<URI> allowed = Realms.allowed(realm, upstream);
        if (allowed.isEmpty()) {
            return broken("names a token server that it may not");
        }
        return server.token(allowed.get(), bearer.parameter("service"), scope)
                .then(token -> {
                    Instant now = clock.instant();
                    String header = "Bearer " + token.value();
                    kept.put(
                            scope,
                            new Entry(
                                    header,
                                    challenges,
                                    now.plus(token.lifetime().multipliedBy(4).dividedBy(5)),
                                    now.plus(token.lifetime())));
                    return new Reply.Good<>(header);
                });
    }

    private static Optional<Challenge> named(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
    }

    private <T> Reply<T> broken(String what) {
        return new Reply.Failed<>(Cause.BROKEN, LATER, upstream.name() + ": " + what);
    }
}
