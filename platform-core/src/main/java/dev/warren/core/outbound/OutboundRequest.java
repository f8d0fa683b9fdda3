package dev.warren.core.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A request to a server that a user named. Immutable; the {@code with…} methods make copies.
 *
 * <p>The body is held by the caller, who has reserved its bytes.
 */
public final class OutboundRequest {

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final byte @Nullable [] body;
    private final Limits limits;

    /**
     * What an answer may cost.
     *
     * @param size its bytes at most, counted after decompression
     * @param within how long the whole may take, redirects and reading included; null for the
     *     configured time
     * @param decompress whether to ask for a compressed answer and decompress it
     * @param follow whether redirects are followed
     * @param unhurried whether the time is over once the answer has begun
     * @param ports which are asked, of a redirect too; −1 is the scheme's own
     */
    private record Limits(
            DataSize size,
            @Nullable Duration within,
            boolean decompress,
            boolean follow,
            boolean unhurried,
            IntPredicate ports) {

        static Limits of(DataSize size, boolean decompress) {
            return new Limits(size, null, decompress, true, false, _ -> true);
        }
    }

    private OutboundRequest(
            String method,
            URI uri,
            Map<String, String> headers,
            byte @Nullable [] body,
            Limits limits) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.limits = limits;
    }

    /** Reads {@code uri}, of whose answer {@code most} is taken. */
    public static OutboundRequest get(URI uri, DataSize most) {
        return new OutboundRequest("GET", uri, Map.of(), null, Limits.of(most, true));
    }

    /** Asks for the headers of {@code uri} only. */
    public static OutboundRequest head(URI uri) {
        Limits limits = Limits.of(DataSize.ofBytes(0), false);
        return new OutboundRequest("HEAD", uri, Map.of(), null, limits);
    }

    /** Sends {@code body} to {@code uri}, of whose answer {@code most} is taken. */
    public static OutboundRequest post(URI uri, String contentType, byte[] body, DataSize most) {
        return new OutboundRequest(
                "POST",
                uri,
                Map.of("Content-Type", contentType),
                body.clone(),
                Limits.of(most, true));
    }

    /**
     * With a header. After a redirect to another origin only {@code Accept…}, {@code If-…}, {@code
     * Range} and {@code User-Agent} are still sent.
     */
    public OutboundRequest withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new OutboundRequest(method, uri, more, body, limits);
    }

    /** With a time for the whole, redirects and reading included. */
    public OutboundRequest within(Duration time) {
        return with(
                new Limits(
                        limits.size,
                        time,
                        limits.decompress,
                        limits.follow,
                        limits.unhurried,
                        limits.ports));
    }

    /** Takes the answer's bytes as they are sent, without decompression. */
    public OutboundRequest raw() {
        return with(
                new Limits(
                        limits.size,
                        limits.within,
                        false,
                        limits.follow,
                        limits.unhurried,
                        limits.ports));
    }

    /** Takes a redirect for an answer like any other. */
    public OutboundRequest withoutRedirects() {
        return with(
                new Limits(
                        limits.size,
                        limits.within,
                        limits.decompress,
                        false,
                        limits.unhurried,
                        limits.ports));
    }

    /**
     * Asks only the ports that {@code allowed} admits, at the first hop and at every redirect.
     *
     * @param allowed given −1 where an address names no port
     */
    public OutboundRequest onlyPorts(IntPredicate allowed) {
        return with(
                new Limits(
                        limits.size,
                        limits.within,
                        limits.decompress,
                        limits.follow,
                        limits.unhurried,
                        allowed));
    }

    /**
     * Gives the answer's body all the time it takes, as long as no wait for its next bytes exceeds
     * {@code warren.outbound.response-timeout}; the time for the whole ends with its headers then.
     */
    public OutboundRequest unhurried() {
        return with(
                new Limits(
                        limits.size,
                        limits.within,
                        limits.decompress,
                        limits.follow,
                        true,
                        limits.ports));
    }

    /**
     * What the redirect {@code answer} leads to, asked as this is and within the same limits; empty
     * when it is no redirect. For callers that follow {@link #withoutRedirects() by themselves}.
     *
     * @param answer to this very request
     * @throws OutboundException when it is one that is not followed
     */
    public Optional<OutboundRequest> following(OutboundResponse answer) throws OutboundException {
        String location = answer.header("Location").orElse("");
        if (!Hop.isRedirect(answer.status()) || location.isEmpty()) {
            return Optional.empty();
        }
        Hop next = Hop.first(this).next(answer.status(), location);
        return Optional.of(
                new OutboundRequest(
                        next.method(), next.uri(), next.headers(), next.body(), limits));
    }

    private OutboundRequest with(Limits changed) {
        return new OutboundRequest(method, uri, headers, body, changed);
    }

    public String method() {
        return method;
    }

    public URI uri() {
        return uri;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte @Nullable [] body() {
        return body;
    }

    long most() {
        return limits.size.toBytes();
    }

    boolean decompress() {
        return limits.decompress;
    }

    boolean follow() {
        return limits.follow;
    }

    IntPredicate ports() {
        return limits.ports;
    }

    boolean isUnhurried() {
        return limits.unhurried;
    }

    Optional<Duration> within() {
        return Optional.ofNullable(limits.within);
    }
}
