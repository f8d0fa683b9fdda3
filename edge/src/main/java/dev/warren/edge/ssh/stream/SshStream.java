package dev.warren.edge.ssh.stream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.net.TrackedBuf;
import dev.warren.edge.ssh.transport.NettyIoSession;
import dev.warren.edge.ssh.transport.PacketArray;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * The SSH face of a byte stream: its packets, its two windows and what is charged for them.
 *
 * <p>Everything but {@link #handleChannelClosed} runs on the connection's event loop.
 */
abstract class SshStream extends AbstractClientChannel implements ReceiveWindow.Client {

    private static final String PROBE = "window-probe@warren.dev";
    private static final int LARGEST_PACKET = 32 * 1024;

    /** A client that takes less a packet than this would make every byte cost a packet. */
    private static final long SMALLEST_PACKET = 256;

    private static final long LARGEST_WINDOW = 0xffffffffL;

    /** Header, padding and tag of a packet, at most. */
    private static final int PACKET_OVERHEAD = 64;

    private static final long RETRY_MILLIS = 20;

    private final StreamSetup setup;
    private final StreamChannel channel = new StreamChannel(this);
    private @Nullable MemoryBudget budget;
    private @Nullable ReceiveWindow receiveWindow;
    private @Nullable NettyIoSession transport;
    private long sendWindow;
    private int sendPacket;
    private boolean waiting;
    private boolean touched;
    private boolean endSent;

    SshStream(String type, StreamSetup setup) {
        super(type);
        this.setup = setup;
        addCloseFutureListener(closed -> handleChannelClosed());
    }

    /** Charges the stream from now on; {@code window} is given back when it is closed. */
    final void chargeTo(MemoryBudget payer, Reservation window) {
        budget = payer;
        receiveWindow =
                new ReceiveWindow(
                        payer,
                        window,
                        setup.settings().maxWindow().toBytes(),
                        this,
                        setup.meters());
    }

    final StreamChannel channel() {
        return channel;
    }

    final NettyIoSession transport() {
        NettyIoSession known = transport;
        if (known == null) {
            known = (NettyIoSession) getSession().getIoSession();
            transport = known;
        }
        return known;
    }

    final @Nullable SocketAddress connectionAddress() {
        Session session = getSession();
        return session == null ? null : session.getRemoteAddress();
    }

    // ---- opening

    @Override
    protected final void configureWindow() {
        CoreModuleProperties.WINDOW_SIZE.set(this, setup.settings().initialWindow().toBytes());
        super.configureWindow();
    }

    /** Notes what the client can take. */
    final void peerAccepts(long window, long packet) throws SshException {
        if (packet < SMALLEST_PACKET) {
            throw new SshException(
                    "maximum packet size: %d (expected: at least %d)"
                            .formatted(packet, SMALLEST_PACKET));
        }
        sendWindow = window;
        sendPacket = (int) Math.min(packet, LARGEST_PACKET);
        channel.opened();
    }

    // ---- to the client

    /**
     * Sends as much of {@code bytes} as one packet, the client's window, the socket and the budget
     * allow; when that is nothing, sees to it that the channel is resumed.
     *
     * @return the bytes sent, which {@code bytes} still holds
     */
    final int send(ByteBuf bytes) throws IOException {
        int length = (int) Math.min(Math.min(bytes.readableBytes(), sendPacket), sendWindow);
        if (length == 0 || mustWait(length)) {
            return 0;
        }
        MemoryBudget payer = payer();
        int charge = length + PACKET_OVERHEAD;
        sendWindow -= length;
        setup.meters().sent.add(length);
        Buffer packet =
                PacketArray.begin(
                        getSession(),
                        SshConstants.SSH_MSG_CHANNEL_DATA,
                        length + 2 * Integer.BYTES);
        packet.putUInt(getRecipient());
        packet.putUInt(length);
        bytes.getBytes(bytes.readerIndex(), packet.array(), packet.wpos(), length);
        packet.wpos(packet.wpos() + length);
        PacketArray.write(getSession(), packet).addListener(written -> payer.release(charge));
        return length;
    }

    private boolean mustWait(int length) {
        if (waiting) {
            return true;
        }
        if (!transport().isWritable()) {
            waiting = true;
            transport().whenWritable(this::resume);
            return true;
        }
        if (!payer().tryAcquire(length + PACKET_OVERHEAD)) {
            waiting = true;
            transport().eventLoop().schedule(this::resume, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        }
        return false;
    }

    private MemoryBudget payer() {
        return Objects.requireNonNull(budget, "a stream is charged before it opens");
    }

    private ReceiveWindow window() {
        return Objects.requireNonNull(receiveWindow, "a stream is charged before it opens");
    }

    private void resume() {
        waiting = false;
        channel.resumeWriting();
    }

    final void sendEnd() {
        if (endSent || isClosing()) {
            return;
        }
        endSent = true;
        try {
            sendEof();
        } catch (IOException gone) {
            close(true);
        }
    }

    /** Puts the channel on the connection's loop, ready for handlers. */
    final void register() {
        StreamMeters meters = setup.meters();
        meters.open.increment();
        channel.closeFuture().addListener(closed -> meters.open.decrement());
        transport().eventLoop().register(channel);
    }

    /** Gives the window back when the stream never came to be. */
    final void abandon() {
        window().close();
    }

    final void closeStream() {
        window().close();
        close(false);
    }

    @Override
    public final void grant(long bytes) {
        if (isClosing()) {
            return;
        }
        try {
            sendWindowAdjust(bytes);
        } catch (IOException gone) {
            close(true);
        }
    }

    @Override
    public final void probe() {
        try {
            Buffer request =
                    getSession()
                            .createBuffer(
                                    SshConstants.SSH_MSG_CHANNEL_REQUEST, PROBE.length() + 16);
            request.putUInt(getRecipient());
            request.putString(PROBE);
            request.putBoolean(true);
            writePacket(request);
        } catch (IOException gone) {
            close(true);
        }
    }

    // ---- from the client

    @Override
    public final void handleData(Buffer buffer) throws IOException {
        int length = dataLength(buffer);
        if (length == 0 || !channel.isOpen()) {
            return;
        }
        setup.meters().received.add(length);
        ByteBuf memory = ByteBufAllocator.DEFAULT.directBuffer(length, length);
        memory.writeBytes(buffer.array(), buffer.rpos(), length);
        channel.received(new TrackedBuf(memory, length, this::taken));
        completeAfterRead();
    }

    /** Tells the channel once, after all packets of the connection's current read. */
    private void completeAfterRead() {
        if (touched) {
            return;
        }
        touched = true;
        transport()
                .afterRead(() -> {
                    touched = false;
                    channel.receiveComplete();
                });
    }

    /**
     * Nothing is defined for the other kind of data on these channels: it is dropped, but counted.
     */
    @Override
    public final void handleExtendedData(Buffer buffer) throws IOException {
        buffer.getInt();
        int length = dataLength(buffer);
        if (length > 0 && channel.isOpen()) {
            window().taken(length);
        }
    }

    private int dataLength(Buffer buffer) throws IOException {
        long length = buffer.getUInt();
        boolean whole = length <= buffer.available();
        if (!whole || (channel.isOpen() && !window().received(length))) {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
                    "channel data: %d bytes (expected: no more than the packet and the window)"
                            .formatted(length));
        }
        return (int) length;
    }

    private void taken(int bytes) {
        if (transport().eventLoop().inEventLoop()) {
            window().taken(bytes);
        } else {
            transport().eventLoop().execute(() -> window().taken(bytes));
        }
    }

    @Override
    public final void handleEof() throws IOException {
        super.handleEof();
        channel.receivedEof();
        completeAfterRead();
    }

    @Override
    public final void handleWindowAdjust(Buffer buffer) throws IOException {
        sendWindow += buffer.getUInt();
        if (sendWindow > LARGEST_WINDOW) {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
                    "window: %d (expected: at most %d)".formatted(sendWindow, LARGEST_WINDOW));
        }
        channel.resumeWriting();
    }

    @Override
    public final void handleSuccess() {
        window().probeAnswered();
    }

    /** What every client answers that does not know the probe. */
    @Override
    public final void handleFailure() {
        window().probeAnswered();
    }

    @Override
    public final void handleClose() throws IOException {
        super.handleClose();
        channel.peerClosed();
    }

    @Override
    protected final void doWriteData(byte[] data, int offset, long length) {
        throw new IllegalStateException("data is handled before it comes here");
    }

    @Override
    protected final void doWriteExtendedData(byte[] data, int offset, long length) {
        throw new IllegalStateException("data is handled before it comes here");
    }

    /** The connection's end comes on any thread. */
    private void handleChannelClosed() {
        ReceiveWindow mine = receiveWindow;
        if (mine == null) {
            return;
        }
        if (transport().eventLoop().inEventLoop()) {
            mine.close();
            channel.peerClosed();
        } else {
            transport().eventLoop().execute(this::handleChannelClosed);
        }
    }
}
