package dev.warren.core.webhooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.warren.core.outbound.OutboundException;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Sends one event once, and judges the answer. Blocks, but no longer than the timeout. Thread-safe.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** The part of an answer that is looked at; what is beyond it is never read. */
    private static final DataSize ANSWER = DataSize.ofKilobytes(4);

    /** What an attempt may hold. */
    static final long MOST_BYTES = Envelope.MOST + ANSWER.toBytes();

    private static final int LONGEST_WORDS = 200;

    /** What receivers answer to an event that they cannot use, and may not to the next. */
    private static final Set<Integer> OF_THE_EVENT = Set.of(400, 409, 413, 422);

    private final Supplier<OutboundHttp> http;
    private final AddressCheck addresses;
    private final Duration timeout;
    private final WebhookMetrics metrics;
    private final InstantSource clock;

    /**
     * @param http made when it is first used
     */
    Attempts(
            Supplier<OutboundHttp> http,
            AddressCheck addresses,
            Duration timeout,
            WebhookMetrics metrics,
            InstantSource clock) {
        this.http = http;
        this.addresses = addresses;
        this.timeout = timeout;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * @param message the event's id, the same at every attempt
     */
    Outcome make(Target target, String message, byte[] body) {
        Outcome outcome;
        try {
            // the operator may have changed their mind since it was set
            addresses.check(target.url());
            outcome = send(request(target, message, body));
        } catch (WebhookException unwanted) {
            outcome = failed(unwanted.sentence());
        }
        metrics.attempted(outcome);
        return outcome;
    }

    private OutboundRequest request(Target target, String message, byte[] body) {
        long seconds = clock.instant().getEpochSecond();
        return OutboundRequest.post(target.url(), "application/json", body, ANSWER)
                .withHeader("Webhook-Id", message)
                .withHeader("Webhook-Timestamp", Long.toString(seconds))
                .withHeader("Webhook-Signature", Signature.of(target.key(), message, seconds, body))
                .raw()
                .withoutRedirects()
                .within(timeout);
    }

    private Outcome send(OutboundRequest request) {
        try (OutboundResponse response = http.get().send(request)) {
            return judge(response);
        } catch (OutboundException none) {
            return failed(words(none));
        } catch (RuntimeException unexpected) {
            // waits like any other, so that what is wrong with it is not tried every second
            LOG.error("webhook request failed host={}", request.uri().getHost(), unexpected);
            return failed("this server could not make the request");
        }
    }

    private static Outcome judge(OutboundResponse response) {
        int status = response.status();
        String result = "answered " + status;
        String words = words(response);
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted(result, words);
        }
        if (status == 410) {
            return new Outcome.Gone(result, words);
        }
        if (OF_THE_EVENT.contains(status)) {
            return new Outcome.Refused(result, words);
        }
        return status >= 300 && status < 400
                ? new Outcome.Failed(
                        result + ", a redirect, which is not followed", words, Optional.empty())
                : new Outcome.Failed(result, words, pause(response));
    }

    /** The status counts, whether or not the rest arrives. */
    private static String words(OutboundResponse response) {
        try {
            byte[] start = response.body().readNBytes((int) ANSWER.toBytes());
            String text = new String(start, ISO_8859_1).strip();
            return text.substring(0, Math.min(text.length(), LONGEST_WORDS))
                    .replaceAll("\\s+", " ")
                    .replaceAll("[^ -~]", "?");
        } catch (IOException brokenOff) {
            return "";
        }
    }

    /** RFC 9110 §10.2.3; dates are rare, and our own wait will do. */
    private static Optional<Duration> pause(OutboundResponse response) {
        return response.header("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::valueOf)
                .map(Duration::ofSeconds);
    }

    private static Outcome failed(String result) {
        return new Outcome.Failed(result, "", Optional.empty());
    }

    private static String words(OutboundException none) {
        return switch (none.kind()) {
            // which one is nobody's business
            case FORBIDDEN_ADDRESS -> "its host is at a private or special address";
            case FORBIDDEN_URL,
                    FORBIDDEN_REDIRECT,
                    TOO_MANY_REDIRECTS,
                    TIMED_OUT,
                    TOO_LARGE,
                    UNREACHABLE,
                    BROKEN ->
                    String.valueOf(none.getMessage());
        };
    }
}
