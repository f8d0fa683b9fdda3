package dev.warren.registry.upstream;

import dev.warren.core.outbound.OutboundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blob's bytes as they come from an upstream. Used by one thread, which closes it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14.4">RFC 9110, 14.4</a>
 */
public final class RemoteBlob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteBlob.class);
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final InputStream body;
    private final Runnable end;
    private final long first;
    private final OptionalLong size;
    private final Optional<String> etag;

    private RemoteBlob(OutboundResponse response, long first, OptionalLong size) {
        this.body = response.body();
        this.end = response::close;
        this.first = first;
        this.size = size;
        this.etag = response.header("ETag").map(String::strip).filter(tag -> tag.startsWith("\""));
    }

    private RemoteBlob(InputStream body, long first, OptionalLong size) {
        this.body = body;
        this.end = () -> closeQuietly(body);
        this.first = first;
        this.size = size;
        this.etag = Optional.empty();
    }

    /** One that comes from elsewhere than an upstream and never changes; closes {@code body}. */
    public static RemoteBlob of(InputStream body, long first, OptionalLong size) {
        return new RemoteBlob(body, first, size);
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException lost) {
            LOG.debug("blob not closed cause={}", lost.toString());
        }
    }

    /** What {@code response}, one of 2xx, brings; empty when it contradicts itself. */
    static Optional<RemoteBlob> of(OutboundResponse response) {
        if (response.status() == 200) {
            return Optional.of(new RemoteBlob(response, 0, length(response)));
        }
        Matcher range = RANGE.matcher(response.header("Content-Range").orElse("").strip());
        if (response.status() != 206 || !range.matches()) {
            return Optional.empty();
        }
        String all = range.group(3);
        return Optional.of(
                new RemoteBlob(
                        response,
                        Long.parseLong(range.group(1)),
                        all.equals("*")
                                ? OptionalLong.empty()
                                : OptionalLong.of(Long.parseLong(all))));
    }

    private static OptionalLong length(OutboundResponse response) {
        String length = response.header("Content-Length").orElse("").strip();
        return length.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(length))
                : OptionalLong.empty();
    }

    /** The position in the blob of the first byte that comes. */
    public long first() {
        return first;
    }

    /** The whole blob's bytes, if the upstream says. */
    public OptionalLong size() {
        return size;
    }

    /** What tells whether a later answer is of the same bytes; only tags that mean all of them. */
    public Optional<String> etag() {
        return etag;
    }

    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        end.run();
    }
}
