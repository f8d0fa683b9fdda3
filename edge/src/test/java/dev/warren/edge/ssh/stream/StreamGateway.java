package dev.warren.edge.ssh.stream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.Relay;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.DirectReply;
import dev.warren.edge.ssh.DirectRequest;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SessionNews;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.transport.NettyIoSession;
import dev.warren.edge.ssh.transport.SshTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.springframework.util.unit.DataSize;

/**
 * The data plane alone: an SSH server that lets every key in and binds a TCP port for every
 * forward, for tests of streams against real clients.
 */
final class StreamGateway implements AutoCloseable {

    final MemoryBudget budget;
    final EventLoops loops;
    final SshServer server = SshServer.setUpDefaultServer();
    final Map<String, Session> aliases = new ConcurrentHashMap<>();
    private final SshStreams streams;
    private final List<Channel> listeners = new ArrayList<>();

    StreamGateway(Path dir, long budgetBytes, StreamProperties settings) throws IOException {
        budget = MemoryBudget.root("test", budgetBytes);
        boolean epoll = Epoll.isAvailable();
        var handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup acceptors = new MultiThreadIoEventLoopGroup(1, handler);
        EventLoopGroup workers = new MultiThreadIoEventLoopGroup(2, handler);
        loops = epoll ? EventLoops.epoll(acceptors, workers) : EventLoops.nio(acceptors, workers);
        streams = new SshStreams(settings);
        SshTransport.configure(server, loops, accepted -> accepted, false);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(dir.resolve("hostkey")));
        server.setPublickeyAuthenticator((user, key, session) -> true);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        List<org.apache.sshd.common.channel.ChannelFactory> factories =
                new ArrayList<>(server.getChannelFactories());
        factories.removeIf(factory -> factory.getName().equals("direct-tcpip"));
        factories.add(streams.directFactory(new Aliases(), Connection::new));
        server.setChannelFactories(factories);
        server.setGlobalRequestHandlers(List.of(new Forwards()));
        server.start();
    }

    static StreamProperties usual() {
        return new StreamProperties(
                DataSize.ofKilobytes(64), DataSize.ofMegabytes(8), Duration.ofSeconds(15));
    }

    int port() {
        return server.getPort();
    }

    /** Binds a public port whose visitors become streams of {@code session}. */
    private int bind(Session session, String host, int asked) throws InterruptedException {
        if (!host.equals("localhost")) {
            aliases.put(host, session);
            return asked;
        }
        EventLoop loop = ((NettyIoSession) session.getIoSession()).eventLoop();
        Channel listener =
                loops.listening(loop)
                        .childHandler(new Visitors(session, host, asked))
                        .bind("127.0.0.1", asked)
                        .sync()
                        .channel();
        synchronized (listeners) {
            listeners.add(listener);
        }
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() throws Exception {
        server.close(true).await(Duration.ofSeconds(5));
        synchronized (listeners) {
            for (Channel listener : listeners) {
                listener.close().sync();
            }
        }
        loops.acceptors().shutdownGracefully();
        loops.workers().shutdownGracefully();
    }

    private final class Visitors extends ChannelInitializer<Channel> {

        private final Session session;
        private final String host;
        private final int asked;

        Visitors(Session session, String host, int asked) {
            this.session = session;
            this.host = host;
            this.asked = asked;
        }

        @Override
        protected void initChannel(Channel visitor) {
            ChargedReads.install(visitor, budget);
            int port = asked == 0 ? ((InetSocketAddress) visitor.localAddress()).getPort() : asked;
            streams.openForwarded(
                            session,
                            new ForwardRequest(host, asked),
                            port,
                            (InetSocketAddress) visitor.remoteAddress(),
                            budget)
                    .addListener((Future<Channel> opened) -> {
                        if (opened.isSuccess()) {
                            Relay.join(
                                    (DuplexChannel) visitor,
                                    (DuplexChannel) opened.getNow(),
                                    bytes -> {},
                                    bytes -> {});
                        } else {
                            visitor.close();
                        }
                    });
        }
    }

    private final class Forwards implements RequestHandler<ConnectionService> {

        @Override
        public Result process(
                ConnectionService service, String request, boolean wantReply, Buffer buffer)
                throws Exception {
            if (!request.equals("tcpip-forward")) {
                return Result.Unsupported;
            }
            String host = buffer.getString();
            int asked = buffer.getInt();
            Session session = service.getSession();
            Thread.startVirtualThread(() -> answer(session, host, asked));
            return Result.Replied;
        }

        private void answer(Session session, String host, int asked) {
            try {
                int port = bind(session, host, asked);
                Buffer reply =
                        session.createBuffer(
                                org.apache.sshd.common.SshConstants.SSH_MSG_REQUEST_SUCCESS, 8);
                reply.putUInt(port);
                session.writePacket(reply);
            } catch (IOException | InterruptedException gone) {
                session.close(true);
            }
        }
    }

    private final class Aliases implements DirectHandler {

        @Override
        public DirectReply connect(SshConnection connection, DirectRequest request) {
            Session owner = aliases.get(request.host());
            return owner == null
                    ? new DirectReply.Prohibited("no such alias: " + request.host())
                    : new DirectReply.Accepted(
                            streams.openForwarded(
                                    owner,
                                    new ForwardRequest(request.host(), request.port()),
                                    request.port(),
                                    request.visitor(),
                                    budget));
        }

        @Override
        public MemoryBudget budget() {
            return budget;
        }
    }

    /** As much of a connection as streams look at. */
    private record Connection(Session session) implements SshConnection {

        @Override
        public long id() {
            return 0;
        }

        @Override
        public Account account() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String fingerprint() {
            return "";
        }

        @Override
        public List<String> loginOptions() {
            return List.of();
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return (InetSocketAddress) session.getRemoteAddress();
        }

        @Override
        public String clientVersion() {
            return session.getClientVersion();
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public boolean isOpen() {
            return session.isOpen();
        }

        @Override
        public EventLoop eventLoop() {
            return ((NettyIoSession) session.getIoSession()).eventLoop();
        }

        @Override
        public Future<Channel> openForwarded(
                ForwardRequest request, int port, InetSocketAddress visitor, MemoryBudget payer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tell(SessionNews news) {}

        @Override
        public void disconnect(String reason) {
            session.close(false);
        }
    }

    /** Runs until killed, for measurements: {@code PORTFILE}. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        StreamGateway gateway =
                new StreamGateway(file.toAbsolutePath().resolveSibling(""), 64 << 20, usual());
        java.nio.file.Files.writeString(file, String.valueOf(gateway.port()));
        Thread.currentThread().join();
    }
}
