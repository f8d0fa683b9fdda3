package dev.warren.tunnels.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.ProxyProtocol;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.StreamRefusedException.Reason;
import dev.warren.tunnels.live.BindOutcome;
import dev.warren.tunnels.live.Ending;
import dev.warren.tunnels.live.Onlookers;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.net.FakeRequest;
import dev.warren.tunnels.net.TunnelExposures;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeRoutes;
import dev.warren.tunnels.testing.FakeTlsRoutes;
import dev.warren.tunnels.testing.TunnelWorld;
import io.netty.channel.Channel;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupsTest {

    private static final Account ALICE = FakeConnection.account(1, "alice");
    private static final String HOST = "alice-web.tuns.example.org";
    private static final FakeRequest REQUEST = FakeRequest.get("/");
    private static final HttpTarget GONE =
            new BalancedTarget(MemoryBudget.root("gone", 1), "/", InstantSource.system());

    private final EventLoop loop = new DefaultEventLoop();
    private final FakeRoutes routes = new FakeRoutes();
    private Instant now = Instant.parse("2026-05-01T12:00:00Z");
    private final TunnelWorld world =
            new TunnelWorld(
                    new TunnelExposures(
                            new TunnelExposures.Doors(
                                    routes,
                                    new FakeTlsRoutes(),
                                    FakeRoutes.NO_TLS,
                                    FakeRoutes.NO_HTTP2,
                                    ProxyProtocol.none()),
                            EventLoops.nio(loop, loop),
                            InetAddress.getLoopbackAddress(),
                            Onlookers.NOBODY,
                            () -> now));

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void tunnelsOfOneGroupStandSideBySide() {
        FakeConnection first = joined("group=blue");
        FakeConnection second = joined("group=blue");

        assertThat(world.tunnels.all()).hasSize(2);
        assertThat(routes.targets()).containsOnlyKeys(HOST);
        assertThat(targets(4)).hasSize(2);

        world.tunnels.closed(first);
        assertThat(targets(2)).hasSize(1);

        world.tunnels.closed(second);
        assertThat(routes.targets()).isEmpty();
        assertThat(world.tunnels.all()).isEmpty();
    }

    @Test
    void closingOneMemberLeavesTheOther() {
        joined("group=blue");
        joined("group=blue");
        Tunnel one = world.tunnels.all().iterator().next();

        assertThat(world.tunnels.close(one, Ending.CLOSED)).isTrue();

        assertThat(world.tunnels.all()).hasSize(1).doesNotContain(one);
        assertThat(targets(2)).hasSize(1);
    }

    @Test
    void aTunnelWithoutTheGroupTakesTheNameFromAll() {
        FakeConnection first = joined("group=blue");
        FakeConnection second = joined("group=blue");

        joined();

        assertThat(world.tunnels.all()).singleElement().matches(t -> t.group().isEmpty());
        assertThat(first.lines().getLast()).contains("taken over");
        assertThat(second.lines().getLast()).contains("taken over");
        assertThat(routes.targets().get(HOST)).isNotInstanceOf(BalancedTarget.class);

        joined("group=green");
        assertThat(world.tunnels.all())
                .singleElement()
                .satisfies(t -> assertThat(t.group()).contains("green"));
        assertThat(targets(2)).hasSize(1);
    }

    @Test
    void nobodyElseMayJoin() {
        joined("group=blue");
        joined("group=blue");
        var bob = new FakeConnection(FakeConnection.account(2, "bob"), "group=blue");

        BindOutcome outcome = world.tunnels.bind(bob, new ForwardRequest(HOST, 80));

        assertThat(outcome).isInstanceOf(BindOutcome.Refused.class);
        assertThat(targets(4)).hasSize(2);
    }

    @Test
    void aGroupThatIsNamedLateIsJoinedAnew() {
        var first = new FakeConnection(ALICE);
        bind(first);

        world.tunnels.options(first, List.of("group=blue"));
        joined("group=blue");

        assertThat(world.tunnels.all()).hasSize(2);
        assertThat(targets(4)).hasSize(2);
    }

    @Test
    void turnsGoByWeight() {
        joined("group=blue", "weight=3");
        joined("group=blue");

        List<HttpTarget> turns = Stream.generate(() -> forward(REQUEST).target()).limit(8).toList();

        HttpTarget often = turns.getFirst();
        assertThat(turns.stream().filter(often::equals)).hasSize(6);
        assertThat(turns.subList(0, 4)).containsExactly(often, often, turns.get(2), often);
        assertThat(turns.get(2)).isNotSameAs(often);
    }

    @Test
    void aCookieLeadsBackToTheSameMember() {
        joined("group=blue", "sticky=on");
        FakeConnection second = joined("group=blue", "sticky=on");
        forward(REQUEST);
        HttpPlan.Forward told = forward(REQUEST);
        HttpField cookie = told.edits().responseWith().getFirst();

        assertThat(cookie.value())
                .matches("warren-member=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(told.edits().responseWithout()).isEmpty();
        FakeRequest again = REQUEST.with("Cookie", "a=b; " + cookie.value().split(";", 2)[0]);
        for (int i = 0; i < 3; i++) {
            assertThat(forward(again).target()).isSameAs(told.target());
            assertThat(forward(again).edits().responseWith()).isEmpty();
        }

        world.tunnels.closed(second);
        assertThat(forward(again).target()).isNotSameAs(told.target());
        assertThat(forward(again).edits().responseWith()).hasSize(1);
    }

    @Test
    void aRequestThatCannotReachItsMemberGoesToAnother() throws Exception {
        FakeConnection bad = joined("group=blue");
        FakeConnection good = joined("group=blue");
        bad.streams(() -> bad.refusing(Reason.BACKEND_UNREACHABLE));
        answers(good);

        HttpTarget toBad = forward(REQUEST).target();
        connect(toBad);

        assertThat(bad.openings()).hasSize(1);
        assertThat(good.openings()).hasSize(1);
        // left out for ten seconds, then asked again, on a way that no stream is kept for
        Set<HttpTarget> meanwhile = targets(4);
        assertThat(meanwhile).hasSize(1).doesNotContain(toBad);
        now = now.plus(Members.LEFT_OUT);
        assertThat(targets(4)).hasSize(2).doesNotContain(toBad);
    }

    @Test
    void aBusyMemberIsNotLeftOut() throws Exception {
        FakeConnection busy = joined("group=blue");
        FakeConnection good = joined("group=blue");
        busy.streams(() -> busy.refusing(Reason.OVER_BUDGET));
        answers(good);

        connect(forward(REQUEST).target());

        assertThat(good.openings()).hasSize(1);
        assertThat(targets(4)).hasSize(2);
    }

    @Test
    void eachMemberIsTriedOnceThenTheVisitorIsTold() throws Exception {
        FakeConnection first = joined("group=blue");
        FakeConnection second = joined("group=blue");

        var failed = forward(REQUEST).target().connect(loop, REQUEST).await();

        assertThat(failed.cause())
                .isInstanceOfSatisfying(
                        HttpRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(502));
        assertThat(first.openings()).hasSize(1);
        assertThat(second.openings()).hasSize(1);
        assertThat(targets(4)).as("all are asked when all are left out").hasSize(2);
    }

    @Test
    void aMemberThatDoesNotAnswerIsNotWaitedForWhileAnotherIsThere() throws Exception {
        FakeConnection asleep = joined("group=blue");
        FakeConnection good = joined("group=blue");
        Promise<Channel> late = asleep.eventLoop().newPromise();
        asleep.streams(() -> late);
        answers(good);
        var visitor = new EmbeddedChannel();

        var opened = forward(REQUEST).target().connect(visitor.eventLoop(), REQUEST);
        assertThat(opened.isDone()).isFalse();
        visitor.advanceTimeBy(5, TimeUnit.SECONDS);
        visitor.runScheduledPendingTasks();
        Awaitility.await().until(opened::isSuccess);
        opened.getNow().close();

        assertThat(good.openings()).hasSize(1);
        assertThat(targets(4)).hasSize(1);
        var stream = new EmbeddedChannel();
        late.setSuccess(stream);
        Awaitility.await().until(() -> !stream.isOpen());
    }

    @Test
    void aMemberWithOtherRulesDoesNotStandIn() throws Exception {
        FakeConnection open = joined("group=blue");
        FakeConnection guarded = joined("group=blue", "basic-auth=ann:secret");
        open.streams(() -> open.refusing(Reason.BACKEND_UNREACHABLE));
        answers(guarded);

        var failed = forward(REQUEST).target().connect(loop, REQUEST).await();

        assertThat(failed.isSuccess()).isFalse();
        assertThat(guarded.openings()).isEmpty();
    }

    @Test
    void aMemberWhoseBreakerRestsIsPassedOver() throws Exception {
        FakeConnection bad = joined("group=blue", "circuit-breaker=1:60s");
        FakeConnection good = joined("group=blue", "circuit-breaker=1:60s");
        bad.streams(() -> bad.refusing(Reason.BACKEND_UNREACHABLE));
        answers(good);
        connect(forward(REQUEST).target());

        now = now.plus(Duration.ofSeconds(20));

        assertThat(targets(6)).hasSize(1);
    }

    private FakeConnection joined(String... options) {
        var connection = new FakeConnection(ALICE, options);
        bind(connection);
        return connection;
    }

    private void bind(FakeConnection connection) {
        assertThat(world.tunnels.bind(connection, new ForwardRequest("web", 80)))
                .isInstanceOf(BindOutcome.Opened.class);
    }

    private HttpPlan.Forward forward(HttpRequest request) {
        return (HttpPlan.Forward) routes.targets().getOrDefault(HOST, GONE).plan(request);
    }

    private Set<HttpTarget> targets(int requests) {
        Set<HttpTarget> targets = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            targets.add(forward(REQUEST).target());
        }
        return targets;
    }

    private static void answers(FakeConnection connection) {
        connection.streams(() -> connection.eventLoop().newSucceededFuture(new EmbeddedChannel()));
    }

    private void connect(HttpTarget target) throws InterruptedException {
        target.connect(loop, REQUEST).sync().getNow().close();
    }
}
