package dev.warren.edge.ssh.server;

import dev.warren.edge.ssh.login.Login;
import dev.warren.edge.ssh.transport.NettyIoSession;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.AbstractServerSession;
import org.apache.sshd.server.session.ServerConnectionService;

/**
 * The connection protocol of one session: limits channels, and answers global requests in order
 * though forwards take time. Runs on the event loop, except for the answers that had to wait.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4254#section-4">RFC 4254, 4</a>
 */
final class DoorConnectionService extends ServerConnectionService {

    /** What a request that has to wait its turn may hold besides its name. */
    private static final int MAX_KEPT = 8 * 1024;

    private final Connection connection;
    private final ConnectionSetup setup;
    private final ForwardRequests forwards;

    private DoorConnectionService(
            AbstractServerSession session, Connection connection, ConnectionSetup setup)
            throws SshException {
        super(session);
        this.connection = connection;
        this.setup = setup;
        this.forwards = new ForwardRequests(connection, setup);
    }

    static ServiceFactory factory(ConnectionSetup setup) {
        return new ServiceFactory() {
            @Override
            public String getName() {
                return "ssh-connection";
            }

            @Override
            public Service create(Session session) throws IOException {
                AbstractServerSession server = (AbstractServerSession) session;
                Login login = session.getAttribute(Login.KEY);
                if (login == null || !session.isAuthenticated() || Connection.of(session) != null) {
                    throw new SshException(
                            SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "not at this point");
                }
                return new DoorConnectionService(
                        server, Connection.open(server, login, setup), setup);
            }
        };
    }

    @Override
    public void start() {
        super.start();
        KeepAlive.start(
                getSession(),
                ((NettyIoSession) getSession().getIoSession()).eventLoop(),
                setup.settings().keepaliveInterval(),
                setup.settings().keepaliveCount());
    }

    @Override
    protected void channelOpen(Buffer buffer) throws Exception {
        int start = buffer.rpos();
        String type = buffer.getString();
        long sender = buffer.getUInt();
        buffer.rpos(start);
        boolean session = type.equals("session");
        if (channels.size() >= setup.settings().maxChannels()) {
            refuse(buffer, sender, "channels", "this connection has as many channels as it may");
        } else if (session && !connection.enter()) {
            refuse(buffer, sender, "sessions", "this connection has as many sessions as it may");
        } else {
            setup.metrics().channel(session ? "session" : "direct");
            super.channelOpen(buffer);
        }
    }

    private void refuse(Buffer buffer, long sender, String reason, String sentence)
            throws IOException {
        setup.metrics().refused(reason);
        sendChannelOpenFailure(
                buffer, sender, SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, sentence, "en");
    }

    @Override
    public long registerChannel(Channel channel) throws IOException {
        long id = super.registerChannel(channel);
        connection.channelsAre(channels.size());
        return id;
    }

    @Override
    public void unregisterChannel(Channel channel) {
        super.unregisterChannel(channel);
        connection.channelsAre(channels.size());
    }

    @Override
    protected IoWriteFuture globalRequest(Buffer buffer) throws Exception {
        int start = buffer.rpos();
        String name = buffer.getString();
        boolean wantReply = buffer.getBoolean();
        switch (name) {
            case "tcpip-forward" -> {
                String address = buffer.getString();
                long port = buffer.getUInt();
                inOrder(() -> bind(address, port, wantReply));
            }
            case "cancel-tcpip-forward" -> {
                String address = buffer.getString();
                long port = buffer.getUInt();
                inOrder(() -> answer(forwards.cancel(address, port), wantReply));
            }
            case "streamlocal-forward@openssh.com" ->
                    inOrder(() -> {
                        forwards.refuse("", 0, "unix sockets cannot be forwarded here, only ports");
                        answer(false, wantReply);
                    });
            default -> {
                buffer.rpos(start);
                return otherRequest(buffer, wantReply);
            }
        }
        return AbstractIoWriteFuture.fulfilled(name, Boolean.TRUE);
    }

    /** Answers at once, unless an answer that has to go first is still on its way. */
    private IoWriteFuture otherRequest(Buffer buffer, boolean wantReply) throws Exception {
        if (!wantReply || connection.replies().isIdle()) {
            return super.globalRequest(buffer);
        }
        if (buffer.available() > MAX_KEPT) {
            inOrder(() -> answer(false, true));
        } else {
            byte[] kept = new byte[buffer.available()];
            buffer.getRawBytes(kept);
            inOrder(() -> answerKept(kept));
        }
        return AbstractIoWriteFuture.fulfilled("later", Boolean.TRUE);
    }

    private void answerKept(byte[] request) {
        try {
            super.globalRequest(new ByteArrayBuffer(request));
        } catch (Exception malformed) {
            answer(false, true);
        }
    }

    private void inOrder(Runnable request) {
        if (!connection.replies().submit(request)) {
            setup.metrics().refused("requests");
            connection.disconnect("too many forward requests wait for their answer");
        }
    }

    private void bind(String address, long port, boolean wantReply) {
        OptionalInt bound = forwards.bind(address, port);
        if (bound.isEmpty() || port != 0 || !wantReply) {
            answer(bound.isPresent(), wantReply);
            return;
        }
        Buffer reply = getSession().createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS, 16);
        reply.putUInt(bound.getAsInt());
        send(reply);
    }

    private void answer(boolean success, boolean wantReply) {
        if (wantReply) {
            byte message =
                    success
                            ? SshConstants.SSH_MSG_REQUEST_SUCCESS
                            : SshConstants.SSH_MSG_REQUEST_FAILURE;
            send(getSession().createBuffer(message, 8));
        }
    }

    private void send(Buffer reply) {
        try {
            getSession().writePacket(reply);
        } catch (IOException gone) {
            getSession().close(true);
        }
    }

    @Override
    protected IoWriteFuture handleUnknownRequest(Buffer buffer, String name, boolean wantReply)
            throws IOException {
        return sendGlobalResponse(buffer, name, Result.Unsupported, wantReply);
    }
}
