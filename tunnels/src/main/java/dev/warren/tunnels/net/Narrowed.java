package dev.warren.tunnels.net;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Optional;

/**
 * A tunnel as the target of some requests alone. A trusted proxy sends the requests of many
 * visitors on one connection; where a stream begins with whose it is, or for which host, the next
 * one's request needs a stream of its own, and gets it because its target is another one.
 *
 * @param whose equal for requests that may follow one another on one stream
 */
record Narrowed(HttpTarget tunnel, Object whose) implements HttpTarget {

    @Override
    public String kind() {
        return tunnel.kind();
    }

    @Override
    public MemoryBudget budget() {
        return tunnel.budget();
    }

    @Override
    public Optional<EventLoop> eventLoop() {
        return tunnel.eventLoop();
    }

    @Override
    public Future<Channel> connect(EventLoop loop, HttpRequest request) {
        return tunnel.connect(loop, request);
    }

    @Override
    public Optional<HttpObserver> observe(HttpRequest request) {
        return tunnel.observe(request);
    }

    @Override
    public void answered(HttpExchange exchange) {
        tunnel.answered(exchange);
    }
}
