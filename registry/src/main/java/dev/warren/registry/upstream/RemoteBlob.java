package dev.warren.registry.upstream;

import dev.warren.core.outbound.OutboundResponse;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blob's bytes as they come from an upstream. Used by one thread, which closes it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14.4">RFC 9110, 14.4</a>
 */
public final class RemoteBlob implements AutoCloseable {

    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final OutboundResponse response;
    private final long first;
    private final OptionalLong size;

    private RemoteBlob(OutboundResponse response, long first, OptionalLong size) {
        this.response = response;
        this.first = first;
        this.size = size;
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
        return response.header("ETag").map(String::strip).filter(tag -> tag.startsWith("\""));
    }

    public InputStream body() {
        return response.body();
    }

    @Override
    public void close() {
        response.close();
    }
}
