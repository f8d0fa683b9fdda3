package dev.warren.edge.ssh.server;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SessionNews;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.login.Login;
import dev.warren.edge.ssh.session.NewsDesk;
import dev.warren.edge.ssh.session.Printable;
import dev.warren.edge.ssh.session.SessionHost;
import dev.warren.edge.ssh.transport.NettyIoSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/** One authenticated connection: what it may, what it has open, and who speaks to it. */
final class Connection implements SshConnection, SessionHost {

    private static final AttributeKey<Connection> KEY = new AttributeKey<>();
    private static final AtomicLong IDS = new AtomicLong();
    private static final int MAX_VERSION = 100;

    private final long id = IDS.incrementAndGet();
    private final ServerSession session;
    private final Login login;
    private final ConnectionSetup setup;
    private final Instant since;
    private final InetSocketAddress remote;
    private final NewsDesk news;
    private final ReplyOrder replies;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger channels = new AtomicInteger();

    private Connection(ServerSession session, Login login, ConnectionSetup setup) {
        this.session = session;
        this.login = login;
        this.setup = setup;
        this.since = setup.clock().instant();
        this.remote = (InetSocketAddress) session.getRemoteAddress();
        this.news = new NewsDesk(setup.budget());
        this.replies = new ReplyOrder(setup.settings().maxPendingRequests());
    }

    /** Makes the connection of a session that just logged in, and ends it with the session. */
    static Connection open(ServerSession session, Login login, ConnectionSetup setup) {
        Connection connection = new Connection(session, login, setup);
        session.setAttribute(KEY, connection);
        setup.connections().add(connection);
        session.addCloseFutureListener(_ -> connection.closed());
        return connection;
    }

    /** The connection of a session; null before log-in. */
    static @Nullable Connection of(Session session) {
        return session.getAttribute(KEY);
    }

    /** The connection of a session that is logged in. */
    static Connection require(Session session) {
        Connection connection = of(session);
        if (connection == null) {
            throw new IllegalStateException("session: not logged in (expected: logged in)");
        }
        return connection;
    }

    private void closed() {
        setup.connections().remove(this);
        news.close();
        replies.finish(() -> setup.forwards().ifPresent(handler -> handler.closed(this)));
    }

    ReplyOrder replies() {
        return replies;
    }

    void channelsAre(int count) {
        channels.set(count);
    }

    int channels() {
        return channels.get();
    }

    int sessions() {
        return sessions.get();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Account account() {
        return login.account();
    }

    @Override
    public String fingerprint() {
        return login.fingerprint();
    }

    @Override
    public List<String> loginOptions() {
        return login.options();
    }

    @Override
    public Login.Restrictions restrictions() {
        return login.restrictions();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public String clientVersion() {
        String version = Printable.line(session.getClientVersion());
        return version.length() <= MAX_VERSION ? version : version.substring(0, MAX_VERSION);
    }

    @Override
    public Instant since() {
        return since;
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
            ForwardRequest request, int boundPort, InetSocketAddress visitor, MemoryBudget budget) {
        setup.metrics().channel("forwarded");
        return setup.streams().openForwarded(session, request, boundPort, visitor, budget);
    }

    @Override
    public void tell(SessionNews line) {
        news.tell(line);
    }

    @Override
    public void disconnect(String reason) {
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, Printable.line(reason));
        } catch (IOException gone) {
            session.close(true);
        }
    }

    @Override
    public SshConnection connection() {
        return this;
    }

    @Override
    public NewsDesk news() {
        return news;
    }

    @Override
    public void working(int change) {
        setup.connections().working(change);
    }

    @Override
    public boolean enter() {
        long window = setup.settings().sessionWindow().toBytes();
        if (sessions.incrementAndGet() <= setup.settings().maxSessions()) {
            if (setup.budget().tryAcquire(window)) {
                return true;
            }
        }
        sessions.decrementAndGet();
        return false;
    }

    @Override
    public void leave() {
        sessions.decrementAndGet();
        setup.budget().release(setup.settings().sessionWindow().toBytes());
    }

    @Override
    public boolean awaitReplies(Duration atMost) throws InterruptedException {
        return replies.awaitIdle(atMost);
    }

    @Override
    public String toString() {
        return "ssh=%d account=%s remote=%s".formatted(id, account().name(), remote);
    }
}
