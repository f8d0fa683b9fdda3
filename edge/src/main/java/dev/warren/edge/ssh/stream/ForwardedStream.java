package dev.warren.edge.ssh.stream;

import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.edge.ssh.StreamRefusedException.Reason;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A stream that Warren opens to a client, for a visitor of one of its forwards.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4254#section-7.2">RFC 4254, 7.2</a>
 */
final class ForwardedStream extends SshStream {

    private final ForwardRequest request;
    private final int boundPort;
    private final InetSocketAddress visitor;
    private final Promise<Channel> opened;

    ForwardedStream(
            ForwardRequest request,
            int boundPort,
            InetSocketAddress visitor,
            StreamSetup setup,
            Promise<Channel> opened) {
        super("forwarded-tcpip", setup);
        this.request = request;
        this.boundPort = boundPort;
        this.visitor = visitor;
        this.opened = opened;
        addCloseFutureListener(closed ->
                opened.tryFailure(
                        new StreamRefusedException(
                                Reason.DISCONNECTED, "the SSH connection is gone")));
    }

    @Override
    public OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(toString(), futureLock);
        Session session = getSession();
        Buffer packet =
                session.createBuffer(
                        SshConstants.SSH_MSG_CHANNEL_OPEN, 128 + request.bindAddress().length());
        packet.putString(getChannelType());
        packet.putUInt(getChannelId());
        packet.putUInt(getLocalWindow().getSize());
        packet.putUInt(getLocalWindow().getPacketSize());
        packet.putString(request.bindAddress());
        packet.putUInt(boundPort);
        packet.putString(visitor.getAddress().getHostAddress());
        packet.putUInt(visitor.getPort());
        writePacket(packet);
        return openFuture;
    }

    /** Gives up waiting; should the client confirm later, the stream is closed in order. */
    void giveUpAfter(long millis) {
        transport()
                .eventLoop()
                .schedule(
                        () ->
                                opened.tryFailure(
                                        new StreamRefusedException(
                                                Reason.TIMED_OUT,
                                                "the client did not answer within %d ms"
                                                        .formatted(millis))),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void handleOpenSuccess(long recipient, long window, long packet, Buffer buffer) {
        setRecipient(recipient);
        openFuture.setOpened();
        try {
            peerAccepts(window, packet);
        } catch (SshException unusable) {
            opened.tryFailure(
                    new StreamRefusedException(
                            Reason.REFUSED, String.valueOf(unusable.getMessage())));
        }
        if (opened.isDone()) {
            closeStream();
            return;
        }
        register();
        if (!opened.trySuccess(channel())) {
            channel().close();
        }
    }

    @Override
    protected void doOpen() {
        throw new IllegalStateException("the confirmation is handled before it comes here");
    }

    @Override
    public void handleOpenFailure(Buffer buffer) {
        int code = buffer.getInt();
        String words = buffer.getString();
        Reason reason =
                code == SshConstants.SSH_OPEN_CONNECT_FAILED
                        ? Reason.BACKEND_UNREACHABLE
                        : Reason.REFUSED;
        opened.tryFailure(new StreamRefusedException(reason, words));
        close(true);
    }
}
