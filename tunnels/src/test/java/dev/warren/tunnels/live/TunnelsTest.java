package dev.warren.tunnels.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.events.TunnelClosed;
import dev.warren.core.events.TunnelKind;
import dev.warren.core.events.TunnelOpened;
import dev.warren.core.events.TunnelRefused;
import dev.warren.core.people.Account;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TunnelsTest {

    private static final Account ALICE = FakeConnection.account(1, "alice");
    private static final Account BOB = FakeConnection.account(2, "bob");

    private final FakeExposures exposures = new FakeExposures();
    private final TunnelWorld world = new TunnelWorld(exposures);
    private final Tunnels tunnels = world.tunnels;
    private final FakeConnection alice = new FakeConnection(ALICE);

    @Test
    void tellsTheSessionTheUrlOfAWebTunnel() {
        bind(alice, "web", 80);

        assertThat(alice.lines()).containsExactly("HTTP: http://alice-web.tuns.example.org:8080");
        assertThat(alice.news().getFirst().event()).isEqualTo("up");
        assertThat(alice.news().getFirst().fields())
                .containsAllEntriesOf(
                        Map.of(
                                "kind", "http",
                                "name", "web",
                                "host", "alice-web.tuns.example.org",
                                "url", "http://alice-web.tuns.example.org:8080"));
    }

    @Test
    void tellsTheSessionPortsAndAliases() {
        bind(alice, "localhost", 10_003);
        bind(alice, "box", 22);

        assertThat(alice.lines()).containsExactly("TCP: example.org:10003", "TCP Alias: box:22");
        assertThat(alice.news().get(0).fields()).containsEntry("port", 10_003);
        assertThat(alice.news().get(1).fields()).containsEntry("alias", "alice-box");
    }

    @Test
    void tellsTheWorldWhatOpensAndCloses() {
        bind(alice, "web", 80);
        tunnels.cancel(alice, new ForwardRequest("web", 80));
        bind(alice, "we_b", 80);

        assertThat(world.events)
                .extracting(Object::getClass)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly(TunnelOpened.class, TunnelClosed.class, TunnelRefused.class);
        assertThat((TunnelOpened) world.events.getFirst())
                .isEqualTo(
                        new TunnelOpened(
                                TunnelKind.HTTP,
                                "alice-web.tuns.example.org",
                                ALICE.name(),
                                world.clock.instant()));
        assertThat(meter("warren.tunnels.active", "kind", "http")).isZero();
        assertThat(
                        world.meters
                                .get("warren.tunnels.forwards.refused")
                                .tag("reason", "name")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void passwordsInRefusedAddressesReachNobody() {
        bind(alice, "me:secret@web", 80);

        assertThat(world.events.toString()).contains("web:80").doesNotContain("secret");
    }

    @Test
    void choosesAReadableNameWhenAskedForNone() {
        Tunnel tunnel = opened(bind(alice, "localhost", 80));

        assertThat(tunnel.address().name()).matches("alice-[a-z]+-[a-z]+\\.tuns\\.example\\.org");
    }

    @Test
    void choosesAFreePortAndTellsItToTheClient() {
        exposures.busy().addAll(IntStream.range(10_000, 10_009).boxed().toList());

        Tunnel tunnel = opened(bind(alice, "localhost", 0));

        assertThat(tunnel.address()).isEqualTo(new TunnelAddress.Port(10_009));
        assertThat(tunnel.key()).isEqualTo(new ForwardRequest("localhost", 10_009));
        assertThat(refusal(bind(alice, "localhost", 0))).isEqualTo(Refusal.EXHAUSTED);
    }

    @Test
    void severalPortsOfOurChoiceStandSideBySide() {
        Tunnel first = opened(bind(alice, "localhost", 0));
        Tunnel second = opened(bind(alice, "localhost", 0));

        assertThat(first.address()).isNotEqualTo(second.address());
        assertThat(tunnels.cancel(alice, second.key())).isTrue();
        assertThat(tunnels.at(first.address())).contains(first);
    }

    @Test
    void refusesPortsThatAreOutOfRangeBusyOrTaken() {
        exposures.busy().add(10_001);
        bind(new FakeConnection(BOB), "", 10_002);

        assertThat(sentence(bind(alice, "", 22)))
                .isEqualTo(
                        "port 22: not for tunnels (expected: 10000 to 10009, or 0 for any of"
                                + " them)");
        assertThat(sentence(bind(alice, "", 10_001))).startsWith("port 10001: cannot be opened");
        assertThat(sentence(bind(alice, "", 10_002)))
                .isEqualTo("10002: taken by another account (expected: another one)");
        assertThat(world.owners.size()).isEqualTo(1);
    }

    @Test
    void refusesTheSameNameTwiceOnOneConnection() {
        bind(alice, "web", 80);

        assertThat(refusal(bind(alice, "web", 80))).isEqualTo(Refusal.DUPLICATE);
        assertThat(refusal(bind(alice, "alice-WEB", 443))).isEqualTo(Refusal.DUPLICATE);
        bind(alice, "", 80);
        assertThat(refusal(bind(alice, "", 80))).isEqualTo(Refusal.DUPLICATE);
    }

    @Test
    void aNewerConnectionOfTheSameAccountTakesANameOverWithoutAGap() {
        Tunnel old = opened(bind(alice, "web", 80));
        var again = new FakeConnection(ALICE);

        Tunnel young = opened(bind(again, "web", 80));

        assertThat(tunnels.at(old.address())).contains(young);
        assertThat(exposures.history())
                .containsExactly(
                        "open alice-web.tuns.example.org #" + old.id(),
                        "open alice-web.tuns.example.org #" + young.id(),
                        "close alice-web.tuns.example.org #" + old.id());
        assertThat(alice.lines().getLast()).endsWith("taken over by a newer connection of yours");
        assertThat(alice.disconnected()).isEmpty();
        tunnels.closed(alice);
        assertThat(tunnels.at(old.address())).contains(young);
    }

    @Test
    void aPortIsTakenOverToo() {
        bind(alice, "", 10_002);
        var again = new FakeConnection(ALICE);

        Tunnel young = opened(bind(again, "", 10_002));

        assertThat(tunnels.at(young.address())).contains(young);
        assertThat(tunnels.all()).containsExactly(young);
        assertThat(meter("warren.tunnels.active", "kind", "tcp")).isEqualTo(1);
    }

    @Test
    void aTakeoverIsPossibleAtTheLimit() {
        List.of("a", "b", "c").forEach(name -> opened(bind(alice, name, 80)));
        var again = new FakeConnection(ALICE);

        List.of("a", "b", "c").forEach(name -> opened(bind(again, name, 80)));

        assertThat(tunnels.all()).hasSize(3);
    }

    @Test
    void limitsTunnelsOfAConnectionAnAccountAndInAll() {
        List.of("a", "b", "c").forEach(name -> opened(bind(alice, name, 80)));
        assertThat(sentence(bind(alice, "d", 80)))
                .isEqualTo("this connection has 3 tunnels already (expected: at most 3)");

        var second = new FakeConnection(ALICE);
        opened(bind(second, "d", 80));
        assertThat(sentence(bind(second, "e", 80)))
                .isEqualTo("your account has 4 tunnels already (expected: at most 4)");

        var bob = new FakeConnection(BOB);
        opened(bind(bob, "a", 80));
        assertThat(sentence(bind(bob, "b", 80)))
                .isEqualTo("this server has 5 tunnels already (expected: at most 5)");

        tunnels.closed(alice);
        opened(bind(bob, "b", 80));
    }

    @Test
    void refusesOneAccountTooMany() {
        for (int i = 1; i <= 3; i++) {
            opened(bind(new FakeConnection(FakeConnection.account(i, "u" + i)), "web", 80));
        }

        assertThat(refusal(bind(new FakeConnection(FakeConnection.account(4, "u4")), "web", 80)))
                .isEqualTo(Refusal.LIMIT);
    }

    @Test
    void domainsAreNotThereYet() {
        assertThat(sentence(bind(alice, "my.example.com", 80)))
                .isEqualTo(
                        "my.example.com: domains of your own are not served here (expected: no"
                                + " dots)");
    }

    @Test
    void aCancelledNameCanBeHadAgain() {
        bind(alice, "web", 80);

        assertThat(tunnels.cancel(alice, new ForwardRequest("web", 80))).isTrue();
        assertThat(tunnels.cancel(alice, new ForwardRequest("web", 80))).isFalse();
        opened(bind(alice, "web", 80));
    }

    @Test
    void aClosedConnectionLeavesNothing() {
        bind(alice, "web", 80);
        bind(alice, "", 0);
        bind(alice, "box", 22);

        tunnels.closed(alice);

        assertThat(tunnels.all()).isEmpty();
        assertThat(tunnels.hasWork(alice)).isFalse();
        assertThat(world.owners.size()).isZero();
        assertThat(exposures.history()).hasSize(6);
        assertThat(tunnels.cancel(alice, new ForwardRequest("web", 80))).isFalse();
    }

    @Test
    void hasWorkWithTunnelsOrForTheForwardsOfOthers() {
        assertThat(tunnels.hasWork(alice)).isFalse();
        bind(alice, "web", 80);
        assertThat(tunnels.hasWork(alice)).isTrue();

        var other = new FakeConnection(BOB);
        tunnels.options(other, List.of("local-forward=true"));
        assertThat(tunnels.hasWork(other)).isTrue();
    }

    @Test
    void closesTheConnectionWithItsLastForwardWhenAskedTo() {
        tunnels.options(alice, List.of("auto-close=true"));
        bind(alice, "web", 80);
        bind(alice, "api", 80);

        tunnels.cancel(alice, new ForwardRequest("web", 80));
        assertThat(alice.disconnected()).isEmpty();
        tunnels.cancel(alice, new ForwardRequest("api", 80));
        assertThat(alice.disconnected()).contains("no forward is left");
    }

    @Test
    void closesTheConnectionAtItsDeadline() {
        var hasty = new FakeConnection(ALICE, "deadline=1s");
        bind(hasty, "web", 80);
        world.clock.advance(Duration.ofMillis(950));
        tunnels.options(hasty, List.of("note=x"));
        assertThat(hasty.disconnected()).isEmpty();

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(hasty.disconnected()).contains("the deadline is reached"));
    }

    @Test
    void optionsInTheLoginNameCountAndAreComplainedAbout() {
        var private1 = new FakeConnection(ALICE, "tcp-alias=on", "colour=red");

        Tunnel tunnel = opened(bind(private1, "web", 80));

        assertThat(tunnel.address()).isInstanceOf(TunnelAddress.Alias.class);
        assertThat(private1.lines().getFirst()).startsWith("colour: no such option");
        assertThat(private1.news().getFirst().error()).isTrue();
    }

    @Test
    void anOptionThatComesLateTurnsWhatStandsPrivate() {
        Tunnel web = opened(bind(alice, "web", 80));
        opened(bind(alice, "", 10_005));

        assertThat(tunnels.options(alice, List.of("tcp-alias=true"))).isEmpty();

        assertThat(tunnels.at(web.address())).isEmpty();
        assertThat(tunnels.all())
                .extracting(tunnel -> tunnel.address().kind())
                .containsOnly(TunnelKind.ALIAS);
        assertThat(alice.lines()).contains("TCP Alias: web:80");
        assertThat(tunnels.cancel(alice, new ForwardRequest("web", 80))).isTrue();
    }

    @Test
    void takesNothingInOnceItStops() {
        bind(alice, "web", 80);
        bind(alice, "", 10_005);

        tunnels.stopTakingIn();

        assertThat(refusal(bind(alice, "api", 80))).isEqualTo(Refusal.STOPPING);
        assertThat(alice.lines()).contains("the server is restarting: reconnect in a moment");
        assertThat(tunnels.all())
                .extracting(tunnel -> tunnel.address().kind())
                .containsExactly(TunnelKind.HTTP);
        tunnels.endAll();
        assertThat(tunnels.all()).isEmpty();
    }

    @Test
    void onlyOneOfManyAccountsGetsAPort() throws Exception {
        var contest =
                new TunnelWorld(
                        exposures,
                        new TunnelLimits(100, 100, 1000, 2, new PortRange(10_000, 10_009)));
        AtomicInteger winners = new AtomicInteger();
        var barrier = new CyclicBarrier(3);
        var done = new CountDownLatch(3);
        for (int i = 1; i <= 3; i++) {
            var connection = new FakeConnection(FakeConnection.account(i, "u" + i));
            Thread.startVirtualThread(() -> {
                try {
                    barrier.await();
                    for (int port = 10_000; port < 10_010; port++) {
                        if (contest.tunnels.bind(connection, new ForwardRequest("", port))
                                instanceof BindOutcome.Opened) {
                            winners.incrementAndGet();
                        }
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                } finally {
                    done.countDown();
                }
            });
        }

        done.await();

        assertThat(winners).hasValue(10);
        assertThat(contest.tunnels.all()).hasSize(10);
    }

    @Test
    void connectionsOfOneAccountThatFightForANameLeaveOneTunnel() throws Exception {
        var done = new CountDownLatch(8);
        List<FakeConnection> connections =
                IntStream.range(0, 8).mapToObj(i -> new FakeConnection(ALICE)).toList();
        for (FakeConnection connection : connections) {
            Thread.startVirtualThread(() -> {
                bind(connection, "", 10_004);
                bind(connection, "web", 80);
                done.countDown();
            });
        }

        done.await();

        assertThat(tunnels.all()).hasSize(2);
        connections.forEach(tunnels::closed);
        assertThat(tunnels.all()).isEmpty();
        assertThat(world.owners.size()).isZero();
        assertThat(meter("warren.tunnels.active", "kind", "tcp")).isZero();
    }

    private double meter(String name, String tag, String value) {
        return world.meters.get(name).tag(tag, value).gauge().value();
    }

    private BindOutcome bind(FakeConnection connection, String address, int port) {
        return tunnels.bind(connection, new ForwardRequest(address, port));
    }

    private static Tunnel opened(BindOutcome outcome) {
        assertThat(outcome).isInstanceOf(BindOutcome.Opened.class);
        return ((BindOutcome.Opened) outcome).tunnel();
    }

    private static Refusal refusal(BindOutcome outcome) {
        assertThat(outcome).isInstanceOf(BindOutcome.Refused.class);
        return ((BindOutcome.Refused) outcome).why();
    }

    private static String sentence(BindOutcome outcome) {
        assertThat(outcome).isInstanceOf(BindOutcome.Refused.class);
        return ((BindOutcome.Refused) outcome).sentence();
    }
}
