package dev.warren.tunnels.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.edge.ssh.DirectReply;
import dev.warren.edge.ssh.DirectRequest;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelDirectsTest {

    private final TunnelWorld world = new TunnelWorld(new FakeExposures());
    private final TunnelDirects directs =
            new TunnelDirects(world.tunnels, world.budget, world.clock);
    private final FakeConnection laptop = new FakeConnection(FakeConnection.account(1, "alice"));
    private final FakeConnection phone = new FakeConnection(FakeConnection.account(1, "alice"));
    private final FakeConnection bob = new FakeConnection(FakeConnection.account(2, "bob"));

    @BeforeEach
    void open() {
        world.tunnels.bind(laptop, new ForwardRequest("Box", 22));
        world.tunnels.bind(laptop, new ForwardRequest("web", 80));
        world.tunnels.bind(laptop, new ForwardRequest("", 10_001));
    }

    @ParameterizedTest
    @CsvSource({
        "box,22",
        "BOX,22",
        "alice-box,22",
        "web,80",
        "web,443",
        "alice-web,80",
        "alice-web.tuns.example.org,80",
        "localhost,10001",
        "127.0.0.1,10001"
    })
    void theOwnerReachesAliasesAndWebTunnels(String host, int port) {
        assertThat(ask(phone, host, port)).isInstanceOf(DirectReply.Accepted.class);
        assertThat(laptop.openings().getFirst().visitor()).isEqualTo(phone.remoteAddress());
    }

    @Test
    void theStreamCarriesTheAliasAsItsOwnerTypedIt() {
        ask(phone, "box", 22);

        assertThat(laptop.openings().getFirst().request()).isEqualTo(new ForwardRequest("Box", 22));
    }

    @ParameterizedTest
    @CsvSource({
        "box,23",
        "bix,22",
        "localhost,22",
        "127.0.0.1,22",
        "10001,10001",
        "localhost,10002",
        "bob-box,22",
        "'',22",
        "-,22",
        "alice-,22",
        "box.example.com,22"
    })
    void nothingElseIsReachable(String host, int port) {
        assertThat(ask(phone, host, port))
                .isEqualTo(
                        new DirectReply.Prohibited(
                                host + ":" + port + ": no tunnel that you may reach"));
    }

    @Test
    void othersAreKeptOutInTheSameWordsAsIfThereWereNothing() {
        assertThat(ask(bob, "alice-box", 22))
                .isEqualTo(
                        new DirectReply.Prohibited("alice-box:22: no tunnel that you may reach"));
        assertThat(ask(bob, "box", 22)).isInstanceOf(DirectReply.Prohibited.class);
        assertThat(ask(bob, "alice-web", 80)).isInstanceOf(DirectReply.Prohibited.class);
        assertThat(ask(bob, "localhost", 10_001)).isInstanceOf(DirectReply.Prohibited.class);
    }

    @Test
    void guestsAreLetInByKeyOrAll() {
        world.tunnels.options(laptop, List.of("tcp-aliases-allowed-users=" + bob.fingerprint()));
        assertThat(ask(bob, "alice-box", 22)).isInstanceOf(DirectReply.Accepted.class);
        assertThat(ask(bob, "box", 22)).isInstanceOf(DirectReply.Prohibited.class);
        var carol = new FakeConnection(FakeConnection.account(3, "carol"));
        assertThat(ask(carol, "alice-box", 22)).isInstanceOf(DirectReply.Prohibited.class);

        world.tunnels.options(laptop, List.of("tcp-aliases-allowed-users=any"));
        assertThat(ask(carol, "alice-box", 22)).isInstanceOf(DirectReply.Accepted.class);
        assertThat(ask(carol, "alice-web", 80)).isInstanceOf(DirectReply.Prohibited.class);
    }

    @Test
    void aliasesTakeNoMoreConnectionsThanTheirRate() {
        world.tunnels.options(laptop, List.of("rate=1"));

        assertThat(ask(phone, "box", 22)).isInstanceOf(DirectReply.Accepted.class);
        assertThat(ask(phone, "box", 22))
                .isEqualTo(
                        new DirectReply.Prohibited(
                                "box:22: too many connections now (expected: fewer a second)"));
    }

    @Test
    void ownNamesComeBeforeThoseOfOthers() {
        world.tunnels.options(laptop, List.of("tcp-aliases-allowed-users=any"));
        var bobsBox = new FakeConnection(bob.account());
        world.tunnels.bind(bobsBox, new ForwardRequest("alice-box", 22));

        ask(bob, "alice-box", 22);

        assertThat(bobsBox.openings()).hasSize(1);
        assertThat(laptop.openings()).isEmpty();
    }

    @Test
    void strangeHostNamesAreShownHarmlessly() {
        var reply = (DirectReply.Prohibited) ask(phone, "a\u0007\n" + "x".repeat(9_000), 1);

        assertThat(reply.reason()).hasSizeLessThan(150).doesNotContain("\n", "\u0007");
    }

    private DirectReply ask(FakeConnection from, String host, int port) {
        return directs.connect(from, new DirectRequest(host, port, from.remoteAddress()));
    }
}
