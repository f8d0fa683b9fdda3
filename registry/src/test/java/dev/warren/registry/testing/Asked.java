package dev.warren.registry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as {@link FaultyUpstream} read it.
 *
 * @param path with its query
 * @param fields by name in lower case
 */
public record Asked(String method, String path, Map<String, String> fields) {

    static Asked read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", 3);
        if (start.length < 2) {
            throw new IOException("no request");
        }
        Map<String, String> fields = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Asked(start[0], start[1], Map.copyOf(fields));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < 8192; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** A field's value. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The first byte that is asked for. */
    int first() {
        return field("range")
                .map(range -> Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1")))
                .orElse(0);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
