package dev.warren.tunnels.testing;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.Role;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SessionNews;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.StreamRefusedException;
import io.netty.channel.Channel;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** An SSH connection that remembers what it was told and opens the streams it is given. */
public final class FakeConnection implements SshConnection {

    private static final AtomicLong IDS = new AtomicLong();
    private static final EventLoop LOOP = new DefaultEventLoop();

    /** One call of {@link #openForwarded}. */
    public record Opening(ForwardRequest request, int boundPort, InetSocketAddress visitor) {}

    private final long id = IDS.incrementAndGet();
    private final Account account;
    private final List<String> loginOptions;
    private final List<SessionNews> news = new CopyOnWriteArrayList<>();
    private final List<Opening> openings = new CopyOnWriteArrayList<>();
    private volatile Optional<String> disconnected = Optional.empty();
    private volatile Supplier<Future<Channel>> streams =
            () -> refusing(StreamRefusedException.Reason.BACKEND_UNREACHABLE);
    private volatile EventLoop loop = LOOP;

    public FakeConnection(Account account, String... loginOptions) {
        this.account = account;
        this.loginOptions = List.of(loginOptions);
    }

    /** An account without special rights. */
    public static Account account(long id, String name) {
        return account(id, name, Role.USER);
    }

    public static Account account(long id, String name, Role role) {
        return new Account(
                id, new AccountName(name), Set.of(role), Optional.empty(), false, Instant.EPOCH);
    }

    public FakeConnection on(EventLoop other) {
        loop = other;
        return this;
    }

    /** What {@link #openForwarded} gives from now on. */
    public void streams(Supplier<Future<Channel>> supplier) {
        streams = supplier;
    }

    public Future<Channel> refusing(StreamRefusedException.Reason reason) {
        return loop.newFailedFuture(new StreamRefusedException(reason, "refused by the test"));
    }

    public List<SessionNews> news() {
        return news;
    }

    public List<String> lines() {
        return news.stream().map(SessionNews::line).toList();
    }

    public List<Opening> openings() {
        return openings;
    }

    public Optional<String> disconnected() {
        return disconnected;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public String fingerprint() {
        return "SHA256:" + account.name().value().charAt(0) + "a".repeat(42);
    }

    @Override
    public List<String> loginOptions() {
        return loginOptions;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress("192.0.2.7", 40_000);
    }

    @Override
    public String clientVersion() {
        return "SSH-2.0-Test";
    }

    @Override
    public Instant since() {
        return Instant.EPOCH;
    }

    @Override
    public boolean isOpen() {
        return disconnected.isEmpty();
    }

    @Override
    public EventLoop eventLoop() {
        return loop;
    }

    @Override
    public Future<Channel> openForwarded(
            ForwardRequest request, int boundPort, InetSocketAddress visitor, MemoryBudget budget) {
        openings.add(new Opening(request, boundPort, visitor));
        return streams.get();
    }

    @Override
    public void tell(SessionNews one) {
        news.add(one);
    }

    @Override
    public void disconnect(String reason) {
        disconnected = Optional.of(reason);
    }
}
