package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpTarget;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The targets of one host by path prefix. Immutable.
 *
 * @param byPrefix prefixes without a trailing slash
 * @param longest characters of the longest prefix
 */
record HostRoutes(Map<String, HttpTarget> byPrefix, int longest) {

    private static final String ROOT = "/";

    static HostRoutes of(String prefix, HttpTarget target) {
        return new HostRoutes(Map.of(prefix, target), prefix.length());
    }

    HostRoutes with(String prefix, HttpTarget target) {
        Map<String, HttpTarget> changed = new HashMap<>(byPrefix);
        changed.put(prefix, target);
        return new HostRoutes(Map.copyOf(changed), Math.max(longest, prefix.length()));
    }

    /** Without the route, or null when it was the last; the same when it leads elsewhere. */
    @Nullable HostRoutes without(String prefix, HttpTarget target) {
        if (byPrefix.get(prefix) != target) {
            return this;
        }
        Map<String, HttpTarget> changed = new HashMap<>(byPrefix);
        changed.remove(prefix);
        if (changed.isEmpty()) {
            return null;
        }
        int left = changed.keySet().stream().mapToInt(String::length).max().orElse(0);
        return new HostRoutes(Map.copyOf(changed), left);
    }

    /** Whether the path matters at all. */
    boolean hasPaths() {
        return longest > 1;
    }

    @Nullable HttpTarget root() {
        return byPrefix.get(ROOT);
    }

    /**
     * The target of the longest prefix that ends where a segment of {@code path} ends.
     *
     * @param path at least {@link #longest} + 1 characters of it, when it is that long
     */
    @Nullable HttpTarget find(String path) {
        int end = path.length() <= longest ? path.length() : boundary(path, longest + 1);
        while (end > 0) {
            HttpTarget target = byPrefix.get(path.substring(0, end));
            if (target != null) {
                return target;
            }
            end = boundary(path, end);
        }
        return root();
    }

    /** The end of the last whole segment that ends before {@code before}; 0 for none. */
    private static int boundary(String path, int before) {
        return Math.max(0, path.lastIndexOf('/', before - 1));
    }
}
