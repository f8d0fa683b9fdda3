package dev.warren.edge.ssh.stream;

import dev.warren.edge.net.SocketlessChannel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The Netty face of an {@link SshStream}: reads come from the client's data packets, writes become
 * data packets as far as the client's window and the connection's socket allow.
 *
 * <p>What was received and not read yet waits in a queue, which the receive window bounds.
 */
final class StreamChannel extends SocketlessChannel {

    /** After this many packets other streams of the loop get their turn. */
    private static final int PACKETS_PER_TURN = 16;

    private static final WriteBufferWaterMark OUTPUT =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final SshStream stream;
    private final StreamConfig config = new StreamConfig();
    private final Queue<ByteBuf> inbound = new ArrayDeque<>();
    private boolean readWanted;
    private boolean delivering;
    private boolean writeQueued;
    private volatile boolean active;
    private volatile boolean open = true;
    private volatile boolean inputEnded;
    private boolean peerClosed;

    StreamChannel(SshStream stream) {
        this.stream = stream;
        config.setAutoRead(false);
        config.setWriteBufferWaterMark(OUTPUT);
    }

    /** The client confirmed the channel. */
    void opened() {
        active = true;
    }

    // ---- from the client, on the event loop

    void received(ByteBuf bytes) {
        if (!open) {
            bytes.release();
        } else if (readWanted && inbound.isEmpty() && !delivering) {
            pipeline().fireChannelRead(bytes);
        } else {
            inbound.add(bytes);
        }
    }

    /** The packets of one read of the connection are handled. */
    void receiveComplete() {
        if (readWanted && inbound.isEmpty()) {
            readWanted = false;
            pipeline().fireChannelReadComplete();
        }
        tellEnd();
    }

    void receivedEof() {
        inputEnded = true;
    }

    /** The SSH channel is gone; what was received before is still to be read. */
    void peerClosed() {
        inputEnded = true;
        peerClosed = true;
        cutOutput();
        if (isRegistered()) {
            eventLoop().execute(this::receiveComplete);
        }
    }

    private void deliver() {
        if (!readWanted || delivering) {
            return;
        }
        delivering = true;
        int packets = PACKETS_PER_TURN;
        for (ByteBuf next = inbound.poll(); next != null; next = inbound.poll()) {
            pipeline().fireChannelRead(next);
            if (--packets == 0) {
                break;
            }
        }
        delivering = false;
        if (inbound.isEmpty()) {
            receiveComplete();
        } else if (open) {
            // whoever reads may have had enough by now
            readWanted = false;
            pipeline().fireChannelReadComplete();
        }
    }

    private void tellEnd() {
        if (!inputEnded || !inbound.isEmpty() || !open) {
            return;
        }
        if (peerClosed || !config.halfClosure) {
            unsafe().close(voidPromise());
        } else {
            tellInputEnd();
        }
    }

    /** The client's window grew or the socket keeps up again. */
    void resumeWriting() {
        if (isRegistered() && open) {
            resumeWrites();
        }
    }

    private void resumeLater() {
        if (!writeQueued) {
            writeQueued = true;
            eventLoop()
                    .execute(() -> {
                        writeQueued = false;
                        resumeWriting();
                    });
        }
    }

    // ---- Netty's side

    @Override
    protected void doBeginRead() {
        readWanted = true;
        if (!inbound.isEmpty() || (inputEnded && !isInputShutdown()) || peerClosed) {
            eventLoop().execute(this::deliver);
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        int packets = PACKETS_PER_TURN;
        for (Object message = out.current(); message != null; message = out.current()) {
            ByteBuf bytes = (ByteBuf) message;
            if (!bytes.isReadable()) {
                out.remove();
                continue;
            }
            int sent = stream.send(bytes);
            if (sent == 0) {
                return;
            }
            out.removeBytes(sent);
            if (--packets == 0 && !out.isEmpty()) {
                resumeLater();
                return;
            }
        }
        if (isOutputShutdown()) {
            outputDrained();
        }
    }

    @Override
    protected void doClose() {
        open = false;
        active = false;
        inputEnded = true;
        cutOutput();
        inbound.forEach(ReferenceCountUtil::release);
        inbound.clear();
        stream.closeStream();
    }

    @Override
    protected void outputDrained() {
        stream.sendEnd();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return stream.connectionAddress();
    }

    /** The usual options, and half-closure as sockets have it. */
    private final class StreamConfig extends DefaultChannelConfig {

        private volatile boolean halfClosure;

        StreamConfig() {
            super(StreamChannel.this);
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
                halfClosure = (Boolean) value;
                return true;
            }
            return super.setOption(option, value);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getOption(ChannelOption<T> option) {
            if (option == ChannelOption.ALLOW_HALF_CLOSURE) {
                return (T) Boolean.valueOf(halfClosure);
            }
            return super.getOption(option);
        }
    }
}
