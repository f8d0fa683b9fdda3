package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.HeadReader;
import dev.warren.edge.http.codec.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** Finds a request's target and opens the stream to it. Confined to the visitor's event loop. */
final class Connector {

    private final VisitorConnection visitor;
    private final ProxyContext context;
    private final Exchange exchange;
    private boolean connecting;
    private boolean beforeHosts;

    Connector(VisitorConnection visitor, Exchange exchange) {
        this.visitor = visitor;
        this.context = visitor.context();
        this.exchange = exchange;
    }

    /** Whether a stream was asked for and has not come yet. */
    boolean isConnecting() {
        return connecting;
    }

    /** Whether the target stands before the routes of all hosts, and before redirects. */
    boolean isBeforeHosts() {
        return beforeHosts;
    }

    @Nullable HttpTarget route(RequestHead head) {
        HttpTarget first = context.routes().first(head);
        if (first != null) {
            beforeHosts = true;
            return first;
        }
        HostRoutes host = context.routes().find(head.authority().host());
        if (host == null) {
            return null;
        }
        return host.hasPaths() ? host.find(head.path(host.longest() + 1)) : host.root();
    }

    /**
     * Opens a stream and starts the exchange on it. A target that lives on another event loop has
     * the visitor moved there first, so that no byte changes threads.
     */
    void connect(HttpTarget to, HttpRequest request) {
        EventLoop here = visitor.channel().eventLoop();
        EventLoop wanted = to.eventLoop().orElse(here);
        if (wanted == here) {
            open(to, request, here);
        } else {
            visitor.moveTo(wanted, () -> open(to, request, wanted));
        }
    }

    private void open(HttpTarget to, HttpRequest request, EventLoop loop) {
        if (exchange.isOver()) {
            return;
        }
        connecting = true;
        visitor.expectWithin(context.timeouts().connect());
        to.connect(loop, request)
                .addListener(done -> {
                    Channel stream = done.isSuccess() ? (Channel) done.getNow() : null;
                    if (loop.inEventLoop()) {
                        opened(to, stream, done.cause());
                    } else {
                        loop.execute(() -> opened(to, stream, done.cause()));
                    }
                });
    }

    private void opened(HttpTarget to, @Nullable Channel stream, @Nullable Throwable cause) {
        connecting = false;
        if (stream == null) {
            exchange.fail(cause instanceof HttpRefusal refusal ? refusal : Refusals.unreachable());
            visitor.flush();
            return;
        }
        if (exchange.isOver() || !visitor.isOpen()) {
            stream.close();
            return;
        }
        if (stream.eventLoop() == visitor.channel().eventLoop()) {
            start(to, stream);
        } else {
            visitor.moveTo(stream.eventLoop(), () -> start(to, stream));
        }
    }

    private void start(HttpTarget to, Channel stream) {
        if (exchange.isOver()) {
            stream.close();
            return;
        }
        HeadReader heads = new HeadReader(context.headLimits(), context.budget());
        Upstream fresh = new Upstream(to, stream, visitor, heads);
        visitor.upstream(fresh);
        if (fresh.install()) {
            exchange.start(fresh);
            visitor.pump();
        } else {
            visitor.closeUpstream();
            exchange.fail(Refusals.unreachable());
        }
        visitor.flush();
    }
}
