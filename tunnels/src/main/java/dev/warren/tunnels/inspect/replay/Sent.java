package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a stream for a request that is sent again is opened with.
 *
 * @param host the tunnel's own
 * @param visitor who sends it
 */
record Sent(String host, InetSocketAddress visitor) implements HttpRequest {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String target() {
        return "/";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String version() {
        return "HTTP/1.1";
    }

    @Override
    public Optional<String> field(String name) {
        return Optional.empty();
    }

    @Override
    public List<HttpField> fields() {
        return List.of();
    }

    @Override
    public String requestId() {
        return "replay";
    }

    @Override
    public boolean wantsUpgrade() {
        return false;
    }
}
