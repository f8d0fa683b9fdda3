package dev.warren.tunnels.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.people.Account;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassingTest {

    private static final Account ALICE = FakeConnection.account(1, "alice");
    private static final String HOST = "alice-web.tuns.example.org";

    private final FakeExposures exposures = new FakeExposures();
    private final TunnelWorld world = TunnelWorld.secure(exposures);
    private final Tunnels tunnels = world.tunnels;

    private BindOutcome bind(FakeConnection connection, String address) {
        return tunnels.bind(connection, new ForwardRequest(address, 443));
    }

    private List<String> live() {
        return tunnels.all().stream().map(t -> t.address().kind() + " " + t).toList();
    }

    @Test
    void anOptionOfTheLoginNameHoldsFromTheFirstForwardOn() {
        var connection = new FakeConnection(ALICE, "sni-proxy=on");

        bind(connection, "web");

        assertThat(live()).containsExactly("TLS " + HOST);
        assertThat(connection.lines()).containsExactly("TLS: https://" + HOST + ":8443");
    }

    @Test
    void aSessionsWordChangesOneForwardAndLeavesTheOthers() {
        var connection = new FakeConnection(ALICE);
        bind(connection, "web");
        bind(connection, "other");

        tunnels.options(connection, List.of("web:sni-proxy=on"));

        assertThat(live())
                .containsExactlyInAnyOrder("TLS " + HOST, "HTTP alice-other.tuns.example.org");
        assertThat(connection.lines()).last().isEqualTo("TLS: https://" + HOST + ":8443");
    }

    @Test
    void aMadeUpNameStaysWhenAWordChangesIt() {
        var connection = new FakeConnection(ALICE);
        bind(connection, "");
        String name = tunnels.all().iterator().next().address().name();

        tunnels.options(connection, List.of("sni-proxy=on"));
        assertThat(live()).containsExactly("TLS " + name);

        tunnels.options(connection, List.of("sni-proxy=off"));
        assertThat(live()).containsExactly("HTTP " + name);
    }

    @Test
    void aHostIsHadOnceWhateverIsSpokenThere() {
        var first = new FakeConnection(ALICE);
        var second = new FakeConnection(ALICE, "sni-proxy=on");
        bind(first, "web");

        bind(second, "web");

        assertThat(live()).containsExactly("TLS " + HOST);
        assertThat(first.lines()).last().asString().contains("taken over");
        assertThat(exposures.history())
                .containsExactly(
                        "open " + HOST + " #1", "open " + HOST + " #2", "close " + HOST + " #1");
    }

    @Test
    void cancelsAndClosesLikeOthers() {
        var connection = new FakeConnection(ALICE, "sni-proxy=on");
        bind(connection, "web");

        assertThat(tunnels.cancel(connection, new ForwardRequest("web", 443))).isTrue();
        assertThat(live()).isEmpty();

        bind(connection, "web");
        tunnels.closed(connection);
        assertThat(live()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeSeenInClosedTls() {
        var paths = new FakeConnection(ALICE, "sni-proxy=on");
        var guarded = new FakeConnection(ALICE, "sni-proxy=on", "basic-auth=ann:1");

        assertThat(sentence(bind(paths, "web/api"))).startsWith("sni-proxy: a path cannot be seen");
        assertThat(sentence(bind(guarded, "web"))).startsWith("sni-proxy: nobody can be asked");
        assertThat(live()).isEmpty();
    }

    @Test
    void saysInOneSentenceThatHttpsIsOff() {
        Tunnels plain = new TunnelWorld(exposures).tunnels;
        var early = new FakeConnection(ALICE, "sni-proxy=on");
        var late = new FakeConnection(ALICE);

        assertThat(sentence(plain.bind(early, new ForwardRequest("web", 443))))
                .startsWith("sni-proxy: HTTPS is off on this server");
        plain.bind(late, new ForwardRequest("web", 443));
        plain.options(late, List.of("sni-proxy=on"));

        assertThat(plain.all()).isEmpty();
        assertThat(late.lines())
                .last()
                .asString()
                .startsWith("sni-proxy: HTTPS is off on this server");
    }

    @Test
    void portsAndAliasesAreNoneOfItsBusiness() {
        var connection = new FakeConnection(ALICE, "sni-proxy=on");

        tunnels.bind(connection, new ForwardRequest("", 10_001));
        tunnels.bind(connection, new ForwardRequest("box", 22));

        assertThat(live()).containsExactlyInAnyOrder("TCP 10001", "ALIAS alice-box:22");
    }

    private static String sentence(BindOutcome outcome) {
        return ((BindOutcome.Refused) outcome).sentence();
    }
}
