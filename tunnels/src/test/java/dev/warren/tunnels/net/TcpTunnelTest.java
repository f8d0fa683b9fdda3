package dev.warren.tunnels.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.core.testing.BudgetLeaks;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.tunnels.live.BindOutcome;
import dev.warren.tunnels.live.Ending;
import dev.warren.tunnels.live.Onlookers;
import dev.warren.tunnels.live.PortRange;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelLimits;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeRoutes;
import dev.warren.tunnels.testing.FakeTlsRoutes;
import dev.warren.tunnels.testing.TunnelWorld;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** TCP tunnels on real sockets; only the SSH connection between is a plain one. */
class TcpTunnelTest {

    private static final int STREAMS = 2;

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final FakeConnection alice =
            new FakeConnection(FakeConnection.account(1, "alice")).on(group.next());
    private final TunnelWorld world =
            new TunnelWorld(
                    new TunnelExposures(
                            new TunnelExposures.Doors(
                                    new FakeRoutes(),
                                    new FakeTlsRoutes(),
                                    FakeRoutes.NO_TLS,
                                    FakeRoutes.NO_HTTP2,
                                    ProxyProtocol.none()),
                            EventLoops.nio(group, group),
                            InetAddress.getLoopbackAddress(),
                            Onlookers.NOBODY,
                            Clock.systemUTC()),
                    new TunnelLimits(9, 9, 9, STREAMS, new PortRange(20_000, 39_999)));

    private ServerSocket backend;
    private Tunnel tunnel;

    @BeforeEach
    void open() throws IOException {
        leaks.watch(world.budget);
        backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        alice.streams(this::toBackend);
        tunnel =
                ((BindOutcome.Opened) world.tunnels.bind(alice, new ForwardRequest("localhost", 0)))
                        .tunnel();
    }

    @AfterEach
    void close() throws IOException {
        world.tunnels.closed(alice);
        backend.close();
        await().untilAsserted(() -> assertThat(world.budget.used()).isZero());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void carriesBytesBothWaysAndSaysWhoCalls() throws IOException {
        try (Socket visitor = visit();
                Socket served = backend.accept()) {
            send(visitor, "ping");
            assertThat(served.getInputStream().readNBytes(4)).asString(US_ASCII).isEqualTo("ping");
            send(served, "pong!");
            assertThat(visitor.getInputStream().readNBytes(5))
                    .asString(US_ASCII)
                    .isEqualTo("pong!");

            var opening = alice.openings().getFirst();
            assertThat(opening.visitor().getPort()).isEqualTo(visitor.getLocalPort());
            assertThat(opening.visitor().getAddress().isLoopbackAddress()).isTrue();
            assertThat(opening.request().bindAddress()).isEqualTo("localhost");
            assertThat(opening.boundPort()).isEqualTo(port());
            assertThat(tunnel.streams().count()).isEqualTo(1);
        }
        await().untilAsserted(() -> assertThat(tunnel.streams().count()).isZero());
        assertThat(tunnel.streams().bytesFromVisitors()).isEqualTo(4);
        assertThat(tunnel.streams().bytesToVisitors()).isEqualTo(5);
    }

    @Test
    void letsTheServerSpeakFirst() throws IOException {
        try (Socket visitor = visit();
                Socket served = backend.accept()) {
            send(served, "220 hello");
            assertThat(visitor.getInputStream().readNBytes(9))
                    .asString(US_ASCII)
                    .isEqualTo("220 hello");
        }
    }

    @Test
    void passesTheEndOfOneDirectionOn() throws IOException {
        try (Socket visitor = visit();
                Socket served = backend.accept()) {
            send(visitor, "question");
            visitor.shutdownOutput();
            assertThat(served.getInputStream().readAllBytes())
                    .asString(US_ASCII)
                    .isEqualTo("question");
            send(served, "answer");
            served.shutdownOutput();
            assertThat(visitor.getInputStream().readAllBytes())
                    .asString(US_ASCII)
                    .isEqualTo("answer");
        }
    }

    @Test
    void resetsVisitorsWhomTheClientRefuses() throws IOException {
        alice.streams(() -> alice.refusing(StreamRefusedException.Reason.BACKEND_UNREACHABLE));

        try (Socket visitor = visit()) {
            assertThatThrownBy(() -> visitor.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        assertThat(
                        world.meters
                                .get("warren.tunnels.streams.refused")
                                .tag("reason", "backend-unreachable")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void resetsVisitorsBeyondTheLimit() throws IOException {
        try (Socket first = visit();
                Socket second = visit();
                Socket served1 = backend.accept();
                Socket served2 = backend.accept();
                Socket third = visit()) {
            assertThatThrownBy(() -> third.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            send(first, "a");
            send(second, "b");
            assertThat(served1.getInputStream().read()).isPositive();
            assertThat(served2.getInputStream().read()).isPositive();
        }
    }

    @Test
    void resetsVisitorsWhenNoMemoryIsLeft() throws IOException {
        var account = world.budget.children().getFirst();
        long all = account.limit() - account.used();
        assertThat(account.tryAcquire(all)).isTrue();

        try (Socket visitor = visit()) {
            assertThatThrownBy(() -> visitor.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThat(alice.openings()).isEmpty();
        } finally {
            account.release(all);
        }
    }

    @Test
    void cancellingClosesThePortAndLeavesStreamsAlone() throws IOException {
        try (Socket visitor = visit();
                Socket served = backend.accept()) {
            assertThat(world.tunnels.cancel(alice, tunnel.key())).isTrue();

            assertThatThrownBy(this::visit).isInstanceOf(IOException.class);
            send(visitor, "still");
            assertThat(served.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("still");
        }
    }

    @Test
    void closingByCommandCutsStreams() throws IOException {
        try (Socket visitor = visit();
                Socket served = backend.accept()) {
            send(visitor, "x");
            assertThat(served.getInputStream().read()).isPositive();

            assertThat(world.tunnels.close(tunnel, Ending.CLOSED)).isTrue();

            assertThat(served.getInputStream().read()).isNegative();
            assertThat(visitor.getInputStream().read()).isNegative();
        }
    }

    @Test
    void aTakenOverPortServesTheNewConnectionAtOnce() throws IOException {
        var again = new FakeConnection(alice.account()).on(group.next());
        again.streams(this::toBackend);

        assertThat(world.tunnels.bind(again, new ForwardRequest("localhost", port())))
                .isInstanceOf(BindOutcome.Opened.class);

        try (Socket visitor = visit();
                Socket served = backend.accept()) {
            send(visitor, "x");
            assertThat(served.getInputStream().read()).isPositive();
            assertThat(again.openings()).hasSize(1);
            assertThat(alice.openings()).isEmpty();
        }
        world.tunnels.closed(again);
    }

    @Test
    void refusesAPortThatAnotherProgramHas() throws IOException {
        int port = port();
        world.tunnels.cancel(alice, tunnel.key());
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(world.tunnels.bind(alice, new ForwardRequest("", other.getLocalPort())))
                    .isInstanceOf(BindOutcome.Refused.class);
        }
        assertThat(world.tunnels.bind(alice, new ForwardRequest("", port)))
                .isInstanceOf(BindOutcome.Opened.class);
    }

    @Test
    void tellsTheSessionOfVisitorsWhenAskedTo() throws IOException {
        world.tunnels.options(alice, java.util.List.of("requests=on"));

        try (Socket visitor = visit();
                Socket served = backend.accept()) {
            assertThat(served.isConnected()).isTrue();
            assertThat(alice.lines().getLast())
                    .contains("accepted 127.0.0.1 port " + visitor.getLocalPort());
        }
    }

    private int port() {
        return tunnel.key().bindPort();
    }

    private Socket visit() throws IOException {
        Socket visitor = new Socket(InetAddress.getLoopbackAddress(), port());
        visitor.setSoTimeout(10_000);
        return visitor;
    }

    private Future<Channel> toBackend() {
        Promise<Channel> promise = alice.eventLoop().newPromise();
        new Bootstrap()
                .group(alice.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(backend.getLocalSocketAddress())
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        promise.setSuccess(connected.channel());
                    } else {
                        promise.setFailure(connected.cause());
                    }
                });
        return promise;
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(US_ASCII));
    }
}
