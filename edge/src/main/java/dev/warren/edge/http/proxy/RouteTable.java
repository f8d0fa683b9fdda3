package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.RequestHead;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The routing table: one hash of hosts, each with an immutable set of paths that is swapped whole.
 * A change costs as much as its own host has paths, a look-up as much as the name has labels and
 * the path has segments; neither depends on how many routes there are. Thread-safe, look-ups
 * without locks.
 */
public final class RouteTable implements HttpRoutes {

    private static final String WILDCARD = "*.";

    private final Map<String, HostRoutes> exact = new ConcurrentHashMap<>();

    private volatile @Nullable EveryHost everyHost;

    /** By the suffix behind {@code *.}. */
    private final Map<String, HostRoutes> wildcards = new ConcurrentHashMap<>();

    /** From now on that is asked before the routes of any host. */
    public void everyHost(EveryHost first) {
        everyHost = first;
    }

    /** A target that stands before the routes of all hosts; null for the usual way. */
    @Nullable HttpTarget first(RequestHead head) {
        EveryHost now = everyHost;
        if (now == null || !head.path(now.prefix().length()).equals(now.prefix())) {
            return null;
        }
        return now.find(head.authority().host(), head.path(EveryHost.LONGEST));
    }

    @Override
    public void put(String host, String pathPrefix, HttpTarget target) {
        if (!pathPrefix.startsWith("/") || pathPrefix.length() > 1 && pathPrefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "path prefix: %s (expected: / or /a/b without a trailing slash)"
                            .formatted(pathPrefix));
        }
        table(host)
                .compute(
                        key(host),
                        (name, now) ->
                                now == null
                                        ? HostRoutes.of(pathPrefix, target)
                                        : now.with(pathPrefix, target));
    }

    @Override
    public void remove(String host, String pathPrefix, HttpTarget target) {
        table(host).computeIfPresent(key(host), (name, now) -> now.without(pathPrefix, target));
    }

    /**
     * Whether there is a route for exactly that name.
     *
     * @param host lower case; a wildcard with its asterisk
     */
    public boolean has(String host) {
        return table(host).containsKey(key(host));
    }

    private Map<String, HostRoutes> table(String host) {
        return host.startsWith(WILDCARD) ? wildcards : exact;
    }

    private static String key(String host) {
        return host.startsWith(WILDCARD) ? host.substring(WILDCARD.length()) : host;
    }

    /**
     * The paths of a host: its own, or those of the longest wildcard above it.
     *
     * @param host lower case, no port, no trailing dot
     */
    @Nullable HostRoutes find(String host) {
        HostRoutes own = exact.get(host);
        if (own != null || wildcards.isEmpty()) {
            return own;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            HostRoutes above = wildcards.get(host.substring(dot + 1));
            if (above != null) {
                return above;
            }
        }
        return null;
    }
}
