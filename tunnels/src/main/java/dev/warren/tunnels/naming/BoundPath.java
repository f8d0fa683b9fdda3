package dev.warren.tunnels.naming;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path that a web tunnel is bound to: {@code /} for all of a host, or up to eight plain
 * segments such as {@code /api/v1}. Case counts, as it does in URLs.
 */
public record BoundPath(String value) {

    /** All of a host. */
    public static final BoundPath ROOT = new BoundPath("/");

    private static final int MOST_SEGMENTS = 8;
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}");

    public BoundPath {
        if (!value.equals("/") && !isGood(value)) {
            throw new IllegalArgumentException(
                    "path: %s (expected: the form /api/v1)".formatted(value));
        }
    }

    /**
     * Reads what stands behind a name.
     *
     * @param text begins with a slash; one at its end is ignored
     */
    static Optional<BoundPath> parse(String text) {
        String path =
                text.endsWith("/") && text.length() > 1
                        ? text.substring(0, text.length() - 1)
                        : text;
        return path.equals("/") || isGood(path)
                ? Optional.of(new BoundPath(path))
                : Optional.empty();
    }

    private static boolean isGood(String path) {
        String[] segments = path.split("/", MOST_SEGMENTS + 2);
        if (segments.length < 2 || segments.length > MOST_SEGMENTS + 1 || !segments[0].isEmpty()) {
            return false;
        }
        for (int i = 1; i < segments.length; i++) {
            if (!SEGMENT.matcher(segments[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    public boolean isRoot() {
        return value.equals("/");
    }

    /** A host, or what its owner calls it, with this path behind; for all of it the host itself. */
    public String behind(String host) {
        return isRoot() ? host : host + value;
    }
}
