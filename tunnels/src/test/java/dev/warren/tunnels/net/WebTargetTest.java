package dev.warren.tunnels.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.StreamRefusedException.Reason;
import dev.warren.tunnels.live.Onlookers;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeRoutes;
import dev.warren.tunnels.testing.FakeTlsRoutes;
import dev.warren.tunnels.testing.TunnelWorld;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebTargetTest {

    private static final InetSocketAddress VISITOR = new InetSocketAddress("203.0.113.9", 5555);
    private static final HttpRequest REQUEST = FakeRequest.get("/").from(VISITOR);

    private final EventLoop loop = new DefaultEventLoop();
    private final FakeConnection alice = new FakeConnection(FakeConnection.account(1, "alice"));
    private final FakeRoutes routes = new FakeRoutes();
    private final FakeTlsRoutes passed = new FakeTlsRoutes();
    private final TunnelWorld world =
            TunnelWorld.secure(
                    new TunnelExposures(
                            new TunnelExposures.Doors(
                                    routes,
                                    passed,
                                    FakeRoutes.NO_TLS,
                                    FakeRoutes.NO_HTTP2,
                                    ProxyProtocol.none()),
                            EventLoops.nio(loop, loop),
                            InetAddress.getLoopbackAddress(),
                            Onlookers.NOBODY,
                            () -> java.time.Instant.parse("2026-05-01T12:00:00Z")));

    @BeforeEach
    void open() {
        world.tunnels.bind(alice, new ForwardRequest("Web", 80));
    }

    @Test
    void aRouteStandsAsLongAsTheTunnel() {
        assertThat(routes.targets()).containsOnlyKeys("alice-web.tuns.example.org");
        assertThat(target().kind()).isEqualTo("tunnel");
        assertThat(target().eventLoop()).contains(alice.eventLoop());

        world.tunnels.closed(alice);

        assertThat(routes.targets()).isEmpty();
    }

    @Test
    void opensStreamsInTheVisitorsNameWithTheHostAsTheClientTypedIt() throws Exception {
        var stream = new EmbeddedChannel();
        alice.streams(() -> alice.eventLoop().newSucceededFuture(stream));

        var connected = target().connect(loop, REQUEST).sync();

        assertThat(connected.getNow()).isSameAs(stream);
        assertThat(alice.openings())
                .containsExactly(
                        new FakeConnection.Opening(new ForwardRequest("Web", 80), 80, VISITOR));
        stream.close().sync();
    }

    @ParameterizedTest
    @CsvSource({
        "BACKEND_UNREACHABLE,502,Nothing answers behind the tunnel",
        "REFUSED,502,The tunnel's client refused",
        "TIMED_OUT,504,The tunnel's client does not answer",
        "OVER_BUDGET,503,The tunnel is busy",
        "TOO_MANY_STREAMS,503,The tunnel is busy",
        "DISCONNECTED,502,The tunnel has gone"
    })
    void saysWhatIsWrong(Reason reason, int status, String title) throws Exception {
        alice.streams(() -> alice.refusing(reason));

        HttpRefusal refusal = refusal(target());

        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.title()).isEqualTo(title);
        assertThat(refusal.getMessage())
                .endsWith(
                        status == 502 && reason == Reason.BACKEND_UNREACHABLE
                                ? "Is that server running?"
                                : ".");
    }

    @Test
    void namesTheForwardThatNothingAnswersBehind() throws Exception {
        alice.streams(() -> alice.refusing(Reason.BACKEND_UNREACHABLE));

        assertThat(refusal(target()).getMessage()).contains("\"-R Web:80:...\"");
    }

    @Test
    void refusesMoreStreamsThanTheLimit() throws Exception {
        var streams = IntStream.range(0, 2).mapToObj(i -> new EmbeddedChannel()).toList();
        var next = streams.iterator();
        alice.streams(() -> alice.eventLoop().newSucceededFuture(next.next()));

        target().connect(loop, REQUEST).sync();
        target().connect(loop, REQUEST).sync();

        assertThat(refusal(target()).status()).isEqualTo(503);
        streams.forEach(EmbeddedChannel::close);
    }

    @Test
    void visitorsBehindOneProxyGetStreamsOfTheirOwnWhenThatSaysWhoseItIs() {
        var behindProxy = FakeRequest.get("/").from(new InetSocketAddress("203.0.113.9", 0));
        assertThat(target().plan(behindProxy)).isSameAs(HttpPlan.AS_IS);

        world.tunnels.options(alice, List.of("proxy-protocol=1"));

        assertThat(target().plan(REQUEST)).isSameAs(HttpPlan.AS_IS);
        assertThat(target().plan(behindProxy))
                .isInstanceOfSatisfying(
                        HttpPlan.Forward.class,
                        forward -> {
                            assertThat(forward.target()).isNotSameAs(target());
                            assertThat(forward.target().eventLoop()).isPresent();
                        });
    }

    @Test
    void aBreakerCountsBackendsThatCannotBeReachedOnly() throws Exception {
        world.tunnels.options(alice, List.of("circuit-breaker=1"));
        alice.streams(() -> alice.refusing(Reason.OVER_BUDGET));
        refusal(target());
        assertThat(target().plan(REQUEST)).isSameAs(HttpPlan.AS_IS);

        alice.streams(() -> alice.refusing(Reason.BACKEND_UNREACHABLE));
        refusal(target());

        assertThat(target().plan(REQUEST)).isInstanceOf(HttpPlan.Refuse.class);
    }

    @Test
    void namesThatAreKeptAreOfflineWithTheirOwnersWords() {
        var away = new UnknownTunnels(world.budget, host -> java.util.Optional.of("back at nine"));

        assertThat(away.plan(REQUEST))
                .isInstanceOfSatisfying(
                        HttpPlan.Refuse.class,
                        refused -> {
                            assertThat(refused.refusal().status()).isEqualTo(503);
                            assertThat(refused.refusal()).hasMessage("back at nine");
                        });
    }

    @Test
    void unknownNamesAreNotFound() throws Exception {
        HttpRefusal refusal = refusal(new UnknownTunnels(world.budget, OfflineWords.NONE));

        assertThat(refusal.status()).isEqualTo(404);
        assertThat(refusal.getMessage()).contains("not connected");
    }

    @Test
    void countsRequestsAndShowsThemOnDemandOnly() {
        target().answered(exchange("/quiet"));
        assertThat(alice.lines()).hasSize(1);

        world.tunnels.options(alice, List.of("requests=on"));
        target().answered(exchange("/a?b=c\u0007\u001b[31m"));

        assertThat(world.tunnels.all())
                .singleElement()
                .satisfies(tunnel -> assertThat(tunnel.requests()).isEqualTo(2));
        assertThat(alice.lines().getLast())
                .isEqualTo(
                        "12:00:00 | alice-web.tuns.example.org | 200 | 1.5 ms | 203.0.113.9 | GET"
                                + " /a?b=c??[31m");
        assertThat(alice.news().getLast().fields())
                .containsEntry("status", 200)
                .containsEntry("method", "GET")
                .containsEntry("responseBytes", 7L);
    }

    @Test
    void showsOnlySoManyRequestLinesASecond() {
        world.tunnels.options(alice, List.of("requests=on"));

        for (int i = 0; i < 5_000; i++) {
            target().answered(exchange("/"));
        }

        assertThat(alice.lines()).hasSize(101);
    }

    private HttpTarget target() {
        return routes.targets().values().iterator().next();
    }

    private HttpRefusal refusal(HttpTarget target) throws InterruptedException {
        var failed = target.connect(loop, REQUEST).await();
        assertThat(failed.cause()).isInstanceOf(HttpRefusal.class);
        return (HttpRefusal) failed.cause();
    }

    private static HttpExchange exchange(String path) {
        return new HttpExchange(
                "GET",
                "alice-web.tuns.example.org",
                path,
                200,
                0,
                7,
                Duration.ofNanos(1_500_000).toNanos(),
                VISITOR,
                "id");
    }
}
