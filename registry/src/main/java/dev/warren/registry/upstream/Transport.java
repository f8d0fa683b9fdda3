package dev.warren.registry.upstream;

import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Answer.Cause;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sends requests to one upstream: with what it wants to see, not while it asked to be left alone,
 * and says how they ended. Blocks; thread-safe.
 */
final class Transport {

    private static final Duration LATER = Duration.ofSeconds(30);

    private final UpstreamConfig upstream;
    private final OutboundHttp http;
    private final InstantSource clock;
    private final UpstreamMetrics metrics;
    private final Tokens tokens;
    private final Breaker breaker;
    private final RateLimits limits;

    Transport(
            UpstreamConfig upstream,
            OutboundHttp http,
            InstantSource clock,
            UpstreamMetrics metrics) {
        this.upstream = upstream;
        this.http = http;
        this.clock = clock;
        this.metrics = metrics;
        this.tokens = new Tokens(upstream, new TokenServer(upstream, http, metrics, clock), clock);
        this.breaker = new Breaker(clock);
        this.limits = new RateLimits(clock);
    }

    /** Shows in metrics how it stands with the upstream. */
    void watch() {
        metrics.watch(limits, breaker);
    }

    /** How it stands with the upstream. */
    Upstream.Condition condition() {
        return new Upstream.Condition(
                breaker.isOpen(), limits.pauseLeft(), known(limits.left()), known(limits.limit()));
    }

    private static OptionalLong known(double value) {
        return Double.isNaN(value) ? OptionalLong.empty() : OptionalLong.of((long) value);
    }

    /** Forgets failures and limits, so that the next request is sent. */
    void reset() {
        breaker.reset();
        limits.reset();
    }

    /** Whether manifests should not be got now, only asked for by HEAD. */
    Duration pauseLeft() {
        return limits.pauseLeft();
    }

    /**
     * Sends {@code request}.
     *
     * @return with an answer of 2xx, which the caller closes
     */
    Reply<OutboundResponse> send(
            RequestKind kind, OutboundRequest request, RepositoryName repository) {
        Reply<OutboundResponse> reply = allowed(kind, request, repository);
        metrics.count(kind, reply);
        return reply;
    }

    private Reply<OutboundResponse> allowed(
            RequestKind kind, OutboundRequest request, RepositoryName repository) {
        Duration pause = limits.pauseLeft();
        if (kind == RequestKind.MANIFEST_GET && pause.isPositive()) {
            return new Reply.Failed<>(Cause.RATE, pause, words("asks for fewer requests"));
        }
        Optional<Cause> refusal = breaker.refusal();
        if (refusal.isPresent()) {
            return new Reply.Failed<>(refusal.get(), Breaker.PAUSE, words("does not answer"));
        }
        String scope = "repository:" + repository + ":pull";
        Optional<String> known = tokens.current(scope);
        return once(request, known)
                .then(response ->
                        isChallenge(response, request)
                                ? again(request, scope, challenges(response), known)
                                : new Reply.Good<>(response))
                .then(response -> judged(kind, response));
    }

    /** Only who was told the credentials may ask for others. */
    private static boolean isChallenge(OutboundResponse response, OutboundRequest request) {
        URI from = response.uri();
        URI to = request.uri();
        return response.status() == 401
                && String.valueOf(from.getRawAuthority()).equals(to.getRawAuthority());
    }

    private static List<Challenge> challenges(OutboundResponse response) {
        try (response) {
            return Challenge.parse(response.headers("WWW-Authenticate"));
        }
    }

    private Reply<OutboundResponse> again(
            OutboundRequest request,
            String scope,
            List<Challenge> challenges,
            Optional<String> rejected) {
        return tokens.renew(scope, challenges, rejected.orElse(null))
                .then(header -> once(request, Optional.of(header)));
    }

    private Reply<OutboundResponse> once(OutboundRequest request, Optional<String> header) {
        OutboundRequest sent =
                header.map(value -> request.withHeader("Authorization", value)).orElse(request);
        try {
            OutboundResponse response = http.send(sent);
            limits.learn(response);
            if (response.status() >= 500) {
                breaker.failed(Cause.BROKEN);
            } else {
                breaker.succeeded();
            }
            return new Reply.Good<>(response);
        } catch (OutboundException failed) {
            return failed(failed);
        }
    }

    private Reply<OutboundResponse> failed(OutboundException failure) {
        Cause cause =
                failure.kind() == OutboundException.Kind.TIMED_OUT ? Cause.SLOW : Cause.BROKEN;
        breaker.failed(cause);
        // the sentence may name addresses inside of our network
        String what =
                switch (failure.kind()) {
                    case TIMED_OUT -> "takes too long to answer";
                    case UNREACHABLE -> "cannot be reached";
                    case FORBIDDEN_ADDRESS, FORBIDDEN_URL, FORBIDDEN_REDIRECT ->
                            "leads where it may not";
                    case TOO_MANY_REDIRECTS -> "redirects too often";
                    case TOO_LARGE -> "sends too much";
                    case BROKEN -> "breaks off";
                };
        return new Reply.Failed<>(cause, Breaker.PAUSE, words(what));
    }

    private Reply<OutboundResponse> judged(RequestKind kind, OutboundResponse response) {
        int status = response.status();
        if (status >= 200 && status < 300) {
            return new Reply.Good<>(response);
        }
        try (response) {
            if (status == 404) {
                return new Reply.Absent<>();
            }
            if (status == 401 || status == 403) {
                return new Reply.Denied<>(words("does not let us have it"));
            }
            Duration after = RetryAfter.of(response, clock.instant(), LATER);
            if (status == 429) {
                if (kind == RequestKind.MANIFEST_GET) {
                    limits.pause(after);
                }
                return new Reply.Failed<>(Cause.RATE, after, words("asks for fewer requests"));
            }
            return new Reply.Failed<>(
                    Cause.BROKEN,
                    status == 503 ? after : Breaker.PAUSE,
                    words("answered " + status));
        }
    }

    String words(String what) {
        return upstream.name() + " " + what;
    }
}
