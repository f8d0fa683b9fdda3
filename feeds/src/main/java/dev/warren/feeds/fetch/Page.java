package dev.warren.feeds.fetch;

import dev.warren.core.memory.Reservation;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A document that was read, whatever its status. Its bytes are reserved until it is closed. Used by
 * one thread.
 */
public final class Page implements AutoCloseable {

    private final int status;
    private final URI uri;
    private final Map<String, List<String>> headers;
    private final List<Redirect> redirects;
    private final Body body;

    /**
     * A redirect that was followed.
     *
     * @param status such as 301
     */
    public record Redirect(int status, URI to) {

        /** Whether the old address is not to be used any more. */
        public boolean isPermanent() {
            return status == 301 || status == 308;
        }
    }

    /** What was read, and what it is paid with. */
    record Body(byte[] bytes, Reservation reserved) {}

    Page(
            int status,
            URI uri,
            Map<String, List<String>> headers,
            List<Redirect> redirects,
            Body body) {
        this.status = status;
        this.uri = uri;
        this.headers = headers;
        this.redirects = List.copyOf(redirects);
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** Where it is from, after redirects. */
    public URI uri() {
        return uri;
    }

    /** The redirects that led to it, in order. */
    public List<Redirect> redirects() {
        return redirects;
    }

    /** The first header of that name, of those that {@link Web} keeps. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All headers of that name, of those that {@link Web} keeps. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Its bytes, decompressed; neither to be changed nor to be used once this is closed. */
    public byte[] bytes() {
        return body.bytes;
    }

    @Override
    public void close() {
        body.reserved.close();
    }
}
