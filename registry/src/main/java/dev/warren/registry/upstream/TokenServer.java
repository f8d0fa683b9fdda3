package dev.warren.registry.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.registry.source.Answer.Cause;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an upstream's tokens come from. It has a breaker of its own: one may be down without the
 * other. Blocks; thread-safe.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Docker registry v2
 *     token authentication</a>
 */
final class TokenServer {

    private static final DataSize MOST = DataSize.ofKilobytes(64);
    private static final int LONGEST = 16 * 1024;
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(30);

    /** What the specification has for answers that do not say, and the longest we believe. */
    private static final long USUAL_LIFETIME = 60;

    private static final long LONGEST_LIFETIME = 24 * 3600;

    private final UpstreamConfig upstream;
    private final OutboundHttp http;
    private final Breaker breaker;
    private final UpstreamMetrics metrics;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.builder().build();

    TokenServer(
            UpstreamConfig upstream,
            OutboundHttp http,
            UpstreamMetrics metrics,
            InstantSource clock) {
        this.upstream = upstream;
        this.http = http;
        this.breaker = new Breaker(clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A token; never printed. */
    record Token(String value, Duration lifetime) {

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** A token for {@code scope} from {@code realm}, which is known to be allowed. */
    Reply<Token> token(URI realm, Optional<String> service, String scope) {
        Optional<Cause> refusal = breaker.refusal();
        Reply<Token> reply =
                refusal.isPresent()
                        ? new Reply.Failed<>(refusal.get(), Breaker.PAUSE, words("does not answer"))
                        : ask(request(realm, service, scope));
        metrics.count(RequestKind.TOKEN, reply);
        return reply;
    }

    private OutboundRequest request(URI realm, Optional<String> service, String scope) {
        StringBuilder uri = new StringBuilder(realm.toString());
        uri.append(realm.getRawQuery() == null ? '?' : '&');
        service.ifPresent(name -> uri.append("service=").append(encoded(name)).append('&'));
        uri.append("scope=").append(encoded(scope));
        OutboundRequest request =
                OutboundRequest.get(URI.create(uri.toString()), MOST)
                        .withHeader("Accept", "application/json")
                        .within(WITHIN);
        return upstream.credentials()
                .map(credentials -> request.withHeader("Authorization", credentials.basic()))
                .orElse(request);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private Reply<Token> ask(OutboundRequest request) {
        try (OutboundResponse response = http.send(request)) {
            Reply<Token> reply = read(response);
            if (response.status() >= 500) {
                breaker.failed(Cause.BROKEN);
            } else {
                breaker.succeeded();
            }
            return reply;
        } catch (IOException failed) {
            Cause cause =
                    failed instanceof OutboundException outbound
                                    && outbound.kind() == OutboundException.Kind.TIMED_OUT
                            ? Cause.SLOW
                            : Cause.BROKEN;
            breaker.failed(cause);
            return new Reply.Failed<>(cause, LATER, words("does not answer"));
        }
    }

    private Reply<Token> read(OutboundResponse response) throws IOException {
        int status = response.status();
        if (status == 429) {
            return new Reply.Failed<>(
                    Cause.RATE,
                    RetryAfter.of(response, clock.instant(), LATER),
                    words("asks for fewer requests"));
        }
        if (status == 401 || status == 403) {
            return new Reply.Denied<>(words("refuses"));
        }
        if (status != 200) {
            return new Reply.Failed<>(Cause.BROKEN, LATER, words("answered " + status));
        }
        byte[] body = response.body().readNBytes((int) MOST.toBytes());
        // so that the connection can serve again
        response.body().read();
        return parse(body);
    }

    private Reply<Token> parse(byte[] body) {
        try {
            JsonNode answer = json.readTree(body);
            String token = answer.path("token").asString(answer.path("access_token").asString(""));
            long lifetime = answer.path("expires_in").asLong(USUAL_LIFETIME);
            boolean good =
                    !token.isEmpty()
                            && token.length() <= LONGEST
                            && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (good) {
                long seconds = Math.clamp(lifetime, 1, LONGEST_LIFETIME);
                return new Reply.Good<>(new Token(token, Duration.ofSeconds(seconds)));
            }
        } catch (JacksonException malformed) {
            // said below, without the answer, which may hold a token
        }
        return new Reply.Failed<>(Cause.BROKEN, LATER, words("gave no token"));
    }

    private String words(String what) {
        return "the token server of %s %s".formatted(upstream.name(), what);
    }
}
