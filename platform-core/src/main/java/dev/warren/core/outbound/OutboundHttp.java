package dev.warren.core.outbound;

import dev.warren.core.outbound.OutboundException.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * HTTP to servers that users name. Private and special addresses are refused when a connection is
 * made, whatever the name, at the first hop and at every redirect. Redirects are followed up to a
 * limit, never from https to http, and tell no other origin a secret.
 *
 * <p>Blocks: for virtual threads. Thread-safe. No cookies, no proxies, no retries.
 */
public final class OutboundHttp implements AutoCloseable {

    private final OutboundProperties properties;
    private final MeterRegistry meters;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timers;
    private final GuardedResolver resolver;

    OutboundHttp(OutboundProperties properties, MeterRegistry meters, DnsResolver names) {
        this.properties = properties;
        this.meters = meters;
        AddressRules rules =
                new AddressRules(properties.allow().stream().map(AddressBlock::parse).toList());
        this.resolver = new GuardedResolver(names, rules, properties.connectTimeout());
        this.client =
                HttpClients.custom()
                        .setConnectionManager(GuardedConnections.pool(properties, rules, resolver))
                        .setUserAgent(properties.userAgent())
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableConnectionState()
                        .build();
        this.timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("outbound-timer").factory());
        timers.setRemoveOnCancelPolicy(true);
    }

    /**
     * Sends {@code request} and follows its redirects. Every status that is not a redirect is an
     * answer, errors included.
     *
     * @return the answer, to be closed by the caller
     * @throws OutboundException when there is none
     */
    public OutboundResponse send(OutboundRequest request) throws OutboundException {
        Duration time = request.within().orElse(properties.totalTimeout());
        Deadline deadline = new Deadline(timers, time);
        boolean answered = false;
        try {
            OutboundResponse response = follow(request, deadline);
            answered = true;
            if (request.isUnhurried()) {
                deadline.close();
            }
            count("answered");
            return response;
        } catch (OutboundException refused) {
            count(refused.word());
            throw refused;
        } finally {
            if (!answered) {
                deadline.close();
            }
        }
    }

    /**
     * Whether a request may go to {@code uri} as far as its form and its host's addresses tell now;
     * nothing is sent. Blocks while the name is looked up.
     *
     * @throws OutboundException when it may not, or when there is no such host
     */
    public void check(URI uri) throws OutboundException {
        try {
            resolver.resolve(Hop.first(OutboundRequest.head(uri)).uri().getHost());
        } catch (GuardedResolver.ForbiddenAddressException forbidden) {
            throw forbidden.toOutbound();
        } catch (UnknownHostException unknown) {
            throw new OutboundException(Kind.UNREACHABLE, "there is no such host", unknown);
        }
    }

    private OutboundResponse follow(OutboundRequest request, Deadline deadline)
            throws OutboundException {
        Hop hop = Hop.first(request);
        for (int redirects = 0; redirects <= properties.maxRedirects(); redirects++) {
            StreamedResponse response = perform(hop, request, deadline);
            String location = response.header("Location").orElse("");
            if (!request.follow() || !Hop.isRedirect(response.status()) || location.isEmpty()) {
                return response;
            }
            response.drop();
            hop = hop.next(response.status(), location);
        }
        throw new OutboundException(
                Kind.TOO_MANY_REDIRECTS,
                "too many redirects (expected: at most %d)".formatted(properties.maxRedirects()));
    }

    private StreamedResponse perform(Hop hop, OutboundRequest request, Deadline deadline)
            throws OutboundException {
        HttpUriRequestBase message = new HttpUriRequestBase(hop.method(), hop.uri());
        hop.headers().forEach(message::setHeader);
        byte[] body = hop.body();
        if (body != null) {
            message.setEntity(new ByteArrayEntity(body, contentType(message)));
        }
        message.setConfig(config(request));
        deadline.covers(message);
        try {
            ClassicHttpResponse response = client.executeOpen(null, message, null);
            return new StreamedResponse(message, response, hop.uri(), request.most(), deadline);
        } catch (IOException failed) {
            throw deadline.explain(failed);
        } catch (IllegalStateException | NullPointerException cancelled) {
            // what the client says when it is cancelled while it connects: its connection is gone
            throw deadline.explain(new IOException(cancelled));
        }
    }

    private static ContentType contentType(HttpUriRequestBase message) {
        Header header = message.getFirstHeader("Content-Type");
        return ContentType.parse(
                header == null ? "application/octet-stream" : String.valueOf(header.getValue()));
    }

    private RequestConfig config(OutboundRequest request) {
        long connect = properties.connectTimeout().toMillis();
        return RequestConfig.custom()
                .setConnectionRequestTimeout(connect, TimeUnit.MILLISECONDS)
                .setResponseTimeout(properties.responseTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .setContentCompressionEnabled(request.decompress())
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private void count(String outcome) {
        Counter.builder("warren.outbound.requests")
                .description("Outbound HTTP requests, by how they ended")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    @Override
    public void close() throws IOException {
        timers.shutdownNow();
        client.close();
    }
}
