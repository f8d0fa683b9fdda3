package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.NetProperties.Door;
import dev.warren.edge.net.Networks;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.net.RefusalLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lets visitors in and serves them, whichever listener they came to. Thread-safe. */
public final class Visitors {

    /** Told to a channel whose connection should end once its requests are answered. */
    public static final Object DRAINING = "draining";

    private final ProxyContext context;
    private final ConnectionGate gate;
    private final Networks proxies;
    private final ProxyProtocol front;
    private final RandomGenerator random;
    private final ChannelGroup all;
    private final RefusalLog log = new RefusalLog("http", InstantSource.system());

    Visitors(
            ProxyContext context,
            ConnectionGate gate,
            Proxies proxies,
            RandomGenerator random,
            ChannelGroup all) {
        this.context = context;
        this.gate = gate;
        this.proxies = proxies.trusted;
        this.front = proxies.front;
        this.random = random;
        this.all = all;
    }

    /**
     * Who stands between visitors and this server.
     *
     * @param trusted whose forwarding fields are believed
     * @param front who tells, in front of every connection, whom it is for
     */
    record Proxies(Networks trusted, ProxyProtocol front) {}

    /** What is to set the sockets of {@code door} up, once it is known who comes. */
    public ChannelHandler behind(Door door, ChannelInitializer<? extends Channel> setup) {
        return front.front(door, context.budget(), setup);
    }

    /** What is charged before a request's target is known. */
    public MemoryBudget budget() {
        return context.budget();
    }

    /** What heads may hold. */
    public HeadLimits headLimits() {
        return context.headLimits();
    }

    /** How long a connection may stand without a request. */
    public long keepAliveNanos() {
        return context.timeouts().keepAlive();
    }

    /** How long a visitor may not take any of its answer. */
    public long idleNanos() {
        return context.timeouts().idle();
    }

    /** Asks every connection to end when it can; those that many requests share are told so. */
    void drain() {
        context.drain();
        all.forEach(channel -> channel.pipeline().fireUserEventTriggered(DRAINING));
    }

    /** From now on the HTTPS door can be reached on that port, 0 for no more. */
    public void securePort(int port) {
        context.schemes().securePort(port);
    }

    /**
     * Counts a connection until it closes, and charges it.
     *
     * @return whether it may stay; the caller closes it otherwise
     */
    public boolean admit(SocketChannel channel) {
        return enter(channel) == null;
    }

    /** The same, and why it may not stay. */
    ConnectionGate.@Nullable Refusal enter(SocketChannel channel) {
        InetSocketAddress peer = ProxyProtocol.client(channel);
        if (peer == null) {
            return ConnectionGate.Refusal.GONE;
        }
        boolean counted = !proxies.contains(peer.getAddress());
        ConnectionGate.Refusal refusal = gate.enter(peer.getAddress(), counted);
        if (refusal != null) {
            log.refused(
                    refusal.name().toLowerCase(Locale.ROOT), "words=\"" + refusal.words() + "\"");
            context.metrics().refused(refusal.name().toLowerCase(Locale.ROOT));
            return refusal;
        }
        context.metrics().opened();
        channel.closeFuture()
                .addListener(closed -> {
                    gate.leave(peer.getAddress(), counted);
                    context.metrics().closed();
                });
        all.add(channel);
        return null;
    }

    /** So many bytes were passed on unopened. */
    public void passed(long fromVisitor, long toVisitor) {
        context.metrics().passed(fromVisitor, toVisitor);
    }

    /** A connection was refused for {@code reason}, a word of a bounded set. */
    public void refused(String reason) {
        context.metrics().refused(reason);
    }

    /** Listens to a channel that will tell when it is active. */
    void expect(DuplexChannel channel, ChargedReads reads, InetSocketAddress peer) {
        connection(channel, reads, peer, Transport.PLAIN).open();
    }

    /**
     * Serves the HTTP/1.1 requests that come on {@code channel}, which is active, runs with
     * auto-read off and starts with {@code reads}; on its event loop.
     */
    public void serve(
            DuplexChannel channel,
            ChargedReads reads,
            InetSocketAddress peer,
            Transport transport) {
        VisitorConnection connection = connection(channel, reads, peer, transport);
        connection.open();
        connection.active();
    }

    private VisitorConnection connection(
            DuplexChannel channel,
            ChargedReads reads,
            InetSocketAddress peer,
            Transport transport) {
        Visitor visitor =
                new Visitor(
                        peer,
                        proxies,
                        random.nextLong(),
                        transport,
                        transport.secure() ? context.schemes().hsts() : new byte[0]);
        return new VisitorConnection(context, channel, reads, visitor);
    }
}
