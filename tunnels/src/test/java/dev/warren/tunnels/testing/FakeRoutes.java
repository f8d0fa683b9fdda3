package dev.warren.tunnels.testing;

import dev.warren.edge.http.BackendHttp2;
import dev.warren.edge.http.BackendTls;
import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.http.HttpTarget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Routes by exact host. */
public final class FakeRoutes implements HttpRoutes {

    /** For tunnels whose servers are all spoken to plainly. */
    public static final BackendTls NO_TLS =
            (stream, server, budget) ->
                    stream.eventLoop().newFailedFuture(new AssertionError("TLS to " + server));

    /** For tunnels whose servers all speak HTTP/1.1. */
    public static final BackendHttp2 NO_HTTP2 =
            (stream, budget) -> stream.eventLoop().newFailedFuture(new AssertionError("HTTP/2"));

    private final Map<String, HttpTarget> targets = new ConcurrentHashMap<>();

    public Map<String, HttpTarget> targets() {
        return targets;
    }

    @Override
    public void put(String host, String pathPrefix, HttpTarget target) {
        targets.put(host, target);
    }

    @Override
    public void remove(String host, String pathPrefix, HttpTarget target) {
        targets.remove(host, target);
    }
}
