package dev.warren.tunnels.naming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.people.AccountName;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.naming.ForwardKind.Alias;
import dev.warren.tunnels.naming.ForwardKind.AnyAlias;
import dev.warren.tunnels.naming.ForwardKind.AnyPort;
import dev.warren.tunnels.naming.ForwardKind.AnyWeb;
import dev.warren.tunnels.naming.ForwardKind.Domain;
import dev.warren.tunnels.naming.ForwardKind.Port;
import dev.warren.tunnels.naming.ForwardKind.Problem;
import dev.warren.tunnels.naming.ForwardKind.Unusable;
import dev.warren.tunnels.naming.ForwardKind.Web;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardKindsTest {

    private static final AccountName ALICE = new AccountName("alice");

    private final ForwardKinds kinds = new ForwardKinds("tuns.example.org", Set.of("admin"));

    @ParameterizedTest
    @CsvSource({"web,80", "web,443", "WEB,80", "alice-web,80", "Alice-Web,443"})
    void aNameWithAWebPortIsAWebAddress(String address, int port) {
        assertThat(of(address, port)).isEqualTo(new Web(new TunnelName(ALICE, "web")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice-web.tuns.example.org",
                "ALICE-WEB.Tuns.Example.ORG",
                "alice-web.tuns.example.org."
            })
    void aFullHostBelowTheTunnelsDomainIsTheSameName(String host) {
        assertThat(of(host, 80)).isEqualTo(new Web(new TunnelName(ALICE, "web")));
    }

    @Test
    void theOwnPrefixIsTakenOffOnce() {
        assertThat(of("alice-alice-web", 80))
                .isEqualTo(new Web(new TunnelName(ALICE, "alice-web")));
        assertThat(of("alice", 80)).isEqualTo(new Web(new TunnelName(ALICE, "alice")));
        assertThat(of("bob-web", 80)).isEqualTo(new Web(new TunnelName(ALICE, "bob-web")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "localhost", "LOCALHOST", "127.0.0.1", "0.0.0.0", "::1", "::"})
    void noNameWithAWebPortIsAWebAddressNamedByUs(String address) {
        assertThat(of(address, 80)).isEqualTo(new AnyWeb());
        assertThat(of(address, 443)).isEqualTo(new AnyWeb());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "localhost", "127.0.0.1", "0.0.0.0", "::1", "::", "2001:db8::7"})
    void noNameWithAnotherPortIsATcpPort(String address) {
        assertThat(of(address, 10022)).isEqualTo(new Port(10022));
        assertThat(of(address, 0)).isEqualTo(new AnyPort());
    }

    @Test
    void aNameWithAnotherPortIsAPrivateAlias() {
        assertThat(of("Box", 22)).isEqualTo(new Alias(new TunnelName(ALICE, "box"), 22));
        assertThat(of("alice-box", 22)).isEqualTo(new Alias(new TunnelName(ALICE, "box"), 22));
    }

    @Test
    void anAliasWithPortZeroHasNoMeaning() {
        assertThat(problem("box", 0)).isEqualTo(Problem.PORT);
    }

    @Test
    void aliasesOnlyTurnsEverythingPrivate() {
        assertThat(kinds.of(ALICE, new ForwardRequest("web", 80), true))
                .isEqualTo(new Alias(new TunnelName(ALICE, "web"), 80));
        assertThat(kinds.of(ALICE, new ForwardRequest("localhost", 5432), true))
                .isEqualTo(new AnyAlias(5432));
        assertThat(kinds.of(ALICE, new ForwardRequest("", 0), true)).isInstanceOf(Unusable.class);
    }

    @ParameterizedTest
    @CsvSource({
        "my.example.com,my.example.com",
        "My.Example.COM.,my.example.com",
        "*.example.com,*.example.com",
        "nottuns.example.org,nottuns.example.org",
        "web.nottuns.example.org,web.nottuns.example.org"
    })
    void aDottedNameElsewhereIsADomainOfTheUsersOwn(String address, String host) {
        assertThat(of(address, 80)).isEqualTo(new Domain(host, BoundPath.ROOT));
    }

    @Test
    void namesOfOthersBelowTheTunnelsDomainAreForeign() {
        assertThat(problem("bob-web.tuns.example.org", 80)).isEqualTo(Problem.FOREIGN);
        assertThat(problem("a.b.tuns.example.org", 80)).isEqualTo(Problem.FOREIGN);
        assertThat(problem("tuns.example.org", 80)).isEqualTo(Problem.RESERVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-web",
                "web-",
                "we_b",
                "alice-",
                "alice--x",
                "a b",
                "web\n",
                "xn--p1ai",
                "b!"
            })
    void refusesNamesThatAreNoLabels(String name) {
        assertThat(problem(name, 80)).isEqualTo(Problem.NAME);
        assertThat(sentence(name, 80)).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"münchen", "пример", "web\u0130", "ｗｅｂ"})
    void refusesLettersBeyondAscii(String name) {
        assertThat(problem(name, 80)).isEqualTo(Problem.NAME);
        assertThat(sentence(name, 80)).contains("beyond a to z").matches("\\p{ASCII}*");
    }

    @Test
    void theWholeLabelFitsIntoDns() {
        assertThat(of("a".repeat(57), 80)).isInstanceOf(Web.class);
        assertThat(problem("a".repeat(58), 80)).isEqualTo(Problem.NAME);
        assertThat(sentence("a".repeat(58), 80)).contains("at most 57");
        assertThat(sentence("a".repeat(60_000), 80)).hasSizeLessThan(200);
    }

    @Test
    void refusesReservedNamesOnTheWebOnly() {
        assertThat(problem("admin", 80)).isEqualTo(Problem.RESERVED);
        assertThat(problem("alice-ADMIN", 80)).isEqualTo(Problem.RESERVED);
        assertThat(of("admin", 22)).isInstanceOf(Alias.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo:bar@test", "foo:bar", "http://x"})
    void refusesPasswordsAndPathsWithoutRepeatingThem(String address) {
        assertThat(problem(address, 80)).isEqualTo(Problem.UNSUPPORTED);
        assertThat(sentence(address, 80)).doesNotContain("bar").contains("basic-auth");
    }

    @ParameterizedTest
    @CsvSource({"web/api,/api", "Web/Api/v1.2,/Api/v1.2", "web/api/,/api", "web/,/"})
    void aPathBehindANameIsAPartOfIt(String address, String path) {
        assertThat(of(address, 80))
                .isEqualTo(new Web(new TunnelName(ALICE, "web"), false, new BoundPath(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web//api",
                "web/..",
                "web/.x/y",
                "web/a b",
                "/api",
                "web/1/2/3/4/5/6/7/8/9"
            })
    void refusesPathsThatCannotBeBound(String address) {
        assertThat(problem(address, 80)).isEqualTo(Problem.NAME);
        assertThat(sentence(address, 80)).contains("expected: the form web/api/v1");
    }

    @Test
    void aStarStandsForAllNamesBelow() {
        assertThat(of("*.web", 443))
                .isEqualTo(new Web(new TunnelName(ALICE, "web"), true, BoundPath.ROOT));
        assertThat(of("*.alice-web.tuns.example.org", 80))
                .isEqualTo(new Web(new TunnelName(ALICE, "web"), true, BoundPath.ROOT));
        assertThat(((Domain) of("*.example.com", 80)).base()).isEqualTo("example.com");
    }

    @Test
    void pathsWildcardsAndDomainsAreForTheWeb() {
        assertThat(sentence("web/api", 22)).contains("expected: port 80 or 443");
        assertThat(sentence("*.web", 22)).contains("expected: port 80 or 443");
        assertThat(sentence("my.example.com", 22))
                .isEqualTo(
                        "my.example.com: domains are for web tunnels (expected: port 80 or 443)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my..example.com", "-a.example.com", "a.example.1", "a_.b"})
    void refusesDomainsThatAreNone(String address) {
        assertThat(sentence(address, 80)).contains("expected: the form my.example.com");
    }

    private ForwardKind of(String address, int port) {
        return kinds.of(ALICE, new ForwardRequest(address, port), false);
    }

    private Problem problem(String address, int port) {
        return ((Unusable) of(address, port)).problem();
    }

    private String sentence(String address, int port) {
        return ((Unusable) of(address, port)).sentence();
    }
}
