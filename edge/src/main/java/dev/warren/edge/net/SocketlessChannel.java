package dev.warren.edge.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A channel of bytes that is part of something else than a socket of its own: it can neither be
 * bound nor connected, and its input ends only with what it is part of.
 */
public abstract class SocketlessChannel extends AbstractChannel implements DuplexChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private volatile boolean inputEndTold;
    private volatile boolean outputEnded;

    protected SocketlessChannel() {
        super(null);
    }

    /** Writes what waited, now that there is room; on the event loop. */
    protected final void resumeWrites() {
        ((Resumable) unsafe()).resume();
    }

    /** The output has ended, and all that was written before has left; on the event loop. */
    protected abstract void outputDrained();

    /** Tells the pipeline, once, that nothing more comes; on the event loop. */
    protected final void tellInputEnd() {
        if (!inputEndTold) {
            inputEndTold = true;
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** Takes nothing more to write, and drains nothing either. */
    protected final void cutOutput() {
        outputEnded = true;
    }

    private void endOutput() {
        outputEnded = true;
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (out == null || out.isEmpty()) {
            outputDrained();
        }
    }

    @Override
    public boolean isActive() {
        return isOpen();
    }

    /** Both ends are at the address of what it is part of. */
    @Override
    protected final @Nullable SocketAddress localAddress0() {
        return remoteAddress0();
    }

    @Override
    public final boolean isInputShutdown() {
        return inputEndTold;
    }

    @Override
    public final boolean isOutputShutdown() {
        return outputEnded;
    }

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
