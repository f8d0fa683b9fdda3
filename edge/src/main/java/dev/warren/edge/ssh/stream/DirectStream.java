package dev.warren.edge.ssh.stream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.net.Relay;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.DirectReply;
import dev.warren.edge.ssh.DirectRequest;
import dev.warren.edge.ssh.SshConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A stream that a client opens towards another ({@code ssh -J}, {@code -W}, {@code -L}). It is
 * confirmed only once the other side is there; a refusal closes this one channel and nothing else.
 */
final class DirectStream extends SshStream {

    private static final Consumer<ByteBuf> UNCOUNTED = bytes -> {};

    private final StreamSetup setup;
    private final DirectHandler handler;
    private final SshConnection connection;
    private long sender;

    DirectStream(StreamSetup setup, DirectHandler handler, SshConnection connection) {
        super("direct-tcpip", setup);
        this.setup = setup;
        this.handler = handler;
        this.connection = connection;
    }

    @Override
    public OpenFuture open(long sender, long window, long packet, Buffer buffer) {
        openFuture = new DefaultOpenFuture(toString(), futureLock);
        this.sender = sender;
        setRecipient(sender);
        try {
            peerAccepts(window, packet);
            String host = buffer.getString();
            int port = buffer.getInt();
            connect(host, port);
        } catch (SshException unusable) {
            refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, String.valueOf(unusable.getMessage()));
        }
        return openFuture;
    }

    private void connect(String host, int port) {
        MemoryBudget budget = handler.budget();
        Optional<Reservation> window =
                budget.tryReserve(setup.settings().initialWindow().toBytes());
        if (window.isEmpty()) {
            refuse(SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "no memory for another stream now");
            return;
        }
        chargeTo(budget, window.get());
        DirectRequest request = new DirectRequest(host, port, connection.remoteAddress());
        switch (handler.connect(connection, request)) {
            case DirectReply.Accepted(Future<Channel> stream) ->
                    stream.addListener((Future<Channel> done) ->
                            transport().eventLoop().execute(() -> join(done)));
            case DirectReply.Prohibited(String reason) ->
                    refuse(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, reason);
        }
    }

    private void join(Future<Channel> other) {
        if (!other.isSuccess()) {
            refuse(
                    SshConstants.SSH_OPEN_CONNECT_FAILED,
                    String.valueOf(other.cause().getMessage()));
            return;
        }
        if (isClosing()) {
            other.getNow().close();
            return;
        }
        register();
        signalChannelOpenSuccess();
        openFuture.setOpened();
        Relay.join(channel(), (DuplexChannel) other.getNow(), UNCOUNTED, UNCOUNTED);
    }

    /** Says no in our words; MINA's own answer has none. */
    private void refuse(int code, String reason) {
        Session session = getSession();
        try {
            Buffer packet =
                    session.createBuffer(
                            SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 64 + reason.length());
            packet.putUInt(sender);
            packet.putUInt(code);
            packet.putString(reason);
            packet.putString("");
            session.writePacket(packet);
        } catch (IOException gone) {
            session.close(true);
        }
        // MINA answers once more for a future that failed, and OpenSSH disconnects upon that
        openFuture.setOpened();
        close(true);
    }

    @Override
    protected void doOpen() {
        throw new IllegalStateException("a client opens this channel");
    }
}
