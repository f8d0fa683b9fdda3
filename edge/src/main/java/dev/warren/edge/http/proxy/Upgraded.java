package dev.warren.edge.http.proxy;

import dev.warren.edge.net.Relay;
import io.netty.channel.socket.DuplexChannel;

/**
 * A connection that left HTTP: bytes pass in both directions until both are over or silent for too
 * long. Confined to the event loop that both channels share.
 */
final class Upgraded {

    /** Told once, when it is over. */
    @FunctionalInterface
    interface End {
        void over(long fromVisitor, long toVisitor);
    }

    private final VisitorConnection visitor;
    private final ProxyContext context;
    private final End end;
    private long fromVisitor;
    private long toVisitor;

    Upgraded(VisitorConnection visitor, ProxyContext context, End end) {
        this.visitor = visitor;
        this.context = context;
        this.end = end;
    }

    void join(Upstream stream, DuplexChannel to) {
        context.metrics().upgraded(1);
        stream.release();
        DuplexChannel from = visitor.upgrade();
        from.closeFuture().addListener(closed -> over());
        Relay.join(from, to, this::passedUp, this::passedDown);
    }

    private void passedUp(long bytes) {
        fromVisitor += bytes;
        visitor.expectWithin(context.timeouts().upgraded());
    }

    private void passedDown(long bytes) {
        toVisitor += bytes;
        visitor.expectWithin(context.timeouts().upgraded());
    }

    private void over() {
        context.metrics().upgraded(-1);
        end.over(fromVisitor, toVisitor);
    }
}
