package dev.warren.feeds.websub;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.outbound.OutboundRequest;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.feeds.source.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.unit.DataSize;

/**
 * Asks hubs to send: once for each feed, again before they stop, and again for ever when they fail.
 */
final class Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private static final int AT_ONCE = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final DataSize ANSWER = DataSize.ofKilobytes(1);

    /** A hub that was asked and does not come back is asked again. */
    private static final Duration NO_ANSWER = Duration.ofHours(6);

    private static final Duration FIRST_RETRY = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 6;

    private final HubRows rows;
    private final HubSecrets secrets;
    private final Supplier<OutboundHttp> http;
    private final Callback callback;

    /** Where hubs call, and for how long they are asked to. */
    record Callback(URI url, Duration lease) {

        URI of(String token) {
            String base = url.toString();
            return URI.create(
                    (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                            + WebSubServlet.PATH
                            + "/"
                            + token);
        }
    }

    Subscriber(HubRows rows, HubSecrets secrets, Supplier<OutboundHttp> http, Callback callback) {
        this.rows = rows;
        this.secrets = secrets;
        this.http = http;
        this.callback = callback;
    }

    void run() {
        try {
            rows.removeStale();
            for (HubRows.Unasked feed : rows.unasked(AT_ONCE)) {
                String token = secrets.word();
                rows.put(feed, token, secrets.seal(secrets.word(), token));
            }
            rows.take(AT_ONCE, NO_ANSWER).forEach(this::ask);
        } catch (DataAccessException | TransactionException away) {
            LOG.debug("hubs wait cause={}", away.toString());
        }
    }

    private void ask(HubRows.Row row) {
        String secret = secrets.open(row).orElse("");
        Map<String, String> form = new TreeMap<>();
        form.put("hub.callback", callback.of(row.token()).toString());
        form.put("hub.mode", "subscribe");
        form.put("hub.topic", row.topic());
        form.put("hub.secret", secret);
        form.put("hub.lease_seconds", Long.toString(callback.lease().toSeconds()));
        try (OutboundResponse answer = http.get().send(request(row.hub(), form))) {
            if (answer.status() / 100 != 2) {
                failed(row, "the hub answers " + answer.status());
            }
        } catch (IOException | IllegalArgumentException none) {
            failed(row, "the hub cannot be reached");
        }
    }

    private static OutboundRequest request(String hub, Map<String, String> form) {
        String body =
                form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        return OutboundRequest.post(
                        URI.create(hub),
                        "application/x-www-form-urlencoded",
                        body.getBytes(US_ASCII),
                        ANSWER)
                .raw()
                .onlyPorts(Ports::allows)
                .within(TIMEOUT);
    }

    private void failed(HubRows.Row row, String problem) {
        long factor = 1L << Math.min(row.failures(), MOST_DOUBLINGS);
        rows.failed(row, problem, FIRST_RETRY.multipliedBy(factor));
        LOG.debug("hub failed source={} problem=\"{}\"", row.source(), problem);
    }
}
