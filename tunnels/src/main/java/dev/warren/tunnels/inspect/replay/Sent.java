package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A request that is sent again, as one of its tunnel's.
 *
 * @param host the tunnel's own
 * @param visitor who sends it
 */
record Sent(String host, InetSocketAddress visitor, Replay replay) implements HttpRequest {

    @Override
    public String method() {
        return replay.method();
    }

    @Override
    public String target() {
        return replay.target();
    }

    @Override
    public String path() {
        return target().split("\\?", 2)[0];
    }

    @Override
    public String version() {
        return "HTTP/1.1";
    }

    @Override
    public Optional<String> field(String name) {
        return HttpField.first(replay.fields(), name);
    }

    @Override
    public List<HttpField> fields() {
        return replay.fields();
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
