package dev.warren.edge.http.proxy;

import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.net.Relay;
import io.netty.buffer.ByteBuf;
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
    private final Watch watch;
    private final End end;
    private long fromVisitor;
    private long toVisitor;

    Upgraded(VisitorConnection visitor, Watch watch, End end) {
        this.visitor = visitor;
        this.context = visitor.context();
        this.watch = watch;
        this.end = end;
    }

    /**
     * Passes on the answer that switches, and everything that came too early in either direction,
     * and joins the two channels.
     *
     * @param in what came behind the answer's head
     */
    void begin(ResponseHead response, ByteBuf in, Upstream stream, DuplexChannel to) {
        visitor.write(Renderer.switching(visitor.channel().alloc(), response));
        watch.response(response);
        watch.upgradedToVisitor(in);
        visitor.write(in.readRetainedSlice(in.readableBytes()));
        ByteBuf early = visitor.held();
        if (early != null) {
            watch.upgradedFromVisitor(early);
            stream.write(early.readRetainedSlice(early.readableBytes()));
        }
        visitor.flush();
        context.metrics().upgraded(1);
        stream.release();
        DuplexChannel from = visitor.upgrade();
        from.closeFuture().addListener(closed -> over());
        Relay.join(from, to, this::passedUp, this::passedDown);
    }

    private void passedUp(ByteBuf bytes) {
        fromVisitor += bytes.readableBytes();
        watch.upgradedFromVisitor(bytes);
        visitor.expectWithin(context.timeouts().upgraded());
    }

    private void passedDown(ByteBuf bytes) {
        toVisitor += bytes.readableBytes();
        watch.upgradedToVisitor(bytes);
        visitor.expectWithin(context.timeouts().upgraded());
    }

    private void over() {
        context.metrics().upgraded(-1);
        end.over(fromVisitor, toVisitor);
    }
}
