package dev.warren.feeds.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/**
 * A document that is wanted.
 *
 * @param headers for it; of these, another origin that it redirects to gets none that is a secret
 * @param most how large it may be, as sent and decompressed
 * @param within how long all of it may take, waiting for memory included
 */
public record Ask(URI uri, Map<String, String> headers, DataSize most, Duration within) {

    public Ask {
        headers = Map.copyOf(headers);
    }

    public Ask(URI uri, DataSize most, Duration within) {
        this(uri, Map.of(), most, within);
    }

    /** With a header. */
    public Ask with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Ask(uri, more, most, within);
    }
}
