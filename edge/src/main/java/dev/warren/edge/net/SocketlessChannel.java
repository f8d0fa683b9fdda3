package dev.warren.edge.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.net.SocketAddress;

/**
 * A channel of bytes that is part of something else than a socket of its own: it can neither be
 * bound nor connected, and its input ends only with what it is part of.
 */
public abstract class SocketlessChannel extends AbstractChannel implements DuplexChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    protected SocketlessChannel() {
        super(null);
    }

    /** Writes what waited, now that there is room; on the event loop. */
    protected final void resumeWrites() {
        ((Resumable) unsafe()).resume();
    }

    /** Ends the output behind what is written; on the event loop. */
    protected abstract void endOutput();

    @Override
    protected final Object filterOutboundMessage(Object message) {
        if (message instanceof ByteBuf) {
            return message;
        }
        throw new UnsupportedOperationException(
                "message: %s (expected: bytes)".formatted(message.getClass().getSimpleName()));
    }

    @Override
    protected final void doShutdownOutput() {
        endOutput();
    }

    @Override
    public final ChannelFuture shutdownOutput(ChannelPromise promise) {
        if (eventLoop().inEventLoop()) {
            endOutput();
            promise.setSuccess();
        } else {
            eventLoop().execute(() -> shutdownOutput(promise));
        }
        return promise;
    }

    @Override
    public final ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public final ChannelFuture shutdownInput() {
        return newFailedFuture(new UnsupportedOperationException("shutdown of input"));
    }

    @Override
    public final ChannelFuture shutdownInput(ChannelPromise promise) {
        return promise.setFailure(new UnsupportedOperationException("shutdown of input"));
    }

    @Override
    public final ChannelFuture shutdown() {
        return shutdownOutput();
    }

    @Override
    public final ChannelFuture shutdown(ChannelPromise promise) {
        return shutdownOutput(promise);
    }

    @Override
    public final boolean isShutdown() {
        return isInputShutdown() && isOutputShutdown();
    }

    @Override
    public final ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected final AbstractUnsafe newUnsafe() {
        return new Resumable();
    }

    @Override
    protected final boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected final void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("bind");
    }

    @Override
    protected final void doDisconnect() throws Exception {
        doClose();
    }

    private final class Resumable extends AbstractUnsafe {

        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("connect"));
        }

        void resume() {
            flush0();
        }
    }
}
