package dev.warren.tunnels.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.people.Account;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.live.BindOutcome;
import dev.warren.tunnels.live.Refusal;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookRulesTest {

    private static final Account ALICE = FakeConnection.account(1, "alice");
    private static final Account BOB = FakeConnection.account(2, "bob");

    private final Map<String, Set<String>> zone = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean silent;
    private final NameBook book = NameBookTest.book(new InMemoryNameStore());
    private final DomainProofs proofs = new DomainProofs(this::records, () -> Instant.EPOCH);
    private final InMemoryDomains domains = new InMemoryDomains();
    private final DomainWatch watch =
            new DomainWatch(
                    domains,
                    proofs,
                    new DomainWatch.Rhythm(Duration.ofDays(1), 3),
                    event -> {},
                    () -> Instant.EPOCH);
    private final BookRules rules =
            new BookRules(book, proofs, watch, "example.org", Set.of("intranet.example.net"));
    private final TunnelWorld world = new TunnelWorld(new FakeExposures(), rules);
    private final FakeConnection alice = new FakeConnection(ALICE);

    private TxtRecords.Answer records(String name) {
        asked.add(name);
        return silent
                ? new TxtRecords.Answer.Silence()
                : new TxtRecords.Answer.Texts(zone.getOrDefault(name, Set.of()));
    }

    @Test
    void aDomainIsHisWhoseKeyItNames() {
        zone.put("_warren.my.example.com", Set.of("other", alice.fingerprint()));

        assertThat(bind(alice, "my.example.com", 80)).isInstanceOf(BindOutcome.Opened.class);
        assertThat(bind(alice, "*.my.example.com", 443)).isInstanceOf(BindOutcome.Opened.class);
        assertThat(bind(alice, "my.example.com/api", 80)).isInstanceOf(BindOutcome.Opened.class);
        assertThat(alice.lines())
                .containsExactly(
                        "HTTP: http://my.example.com:8080",
                        "HTTP: http://*.my.example.com:8080",
                        "HTTP: http://my.example.com:8080/api");
        // what was proved is remembered for a while
        assertThat(asked).containsExactly("_warren.my.example.com");
    }

    @Test
    void recordsOfOtherGatewaysAndOfAccountsCountToo() {
        zone.put("_sish.a.example.com", Set.of(alice.fingerprint()));
        zone.put("_warren.b.example.com", Set.of("account=alice"));

        assertThat(bind(alice, "a.example.com", 80)).isInstanceOf(BindOutcome.Opened.class);
        assertThat(bind(alice, "b.example.com", 80)).isInstanceOf(BindOutcome.Opened.class);
    }

    @Test
    void withoutARecordItSaysWhichOneToMake() {
        zone.put("_warren.my.example.com", Set.of("SHA256:somebody-elses"));

        var refused = refused(bind(alice, "my.example.com", 80));

        assertThat(refused.why()).isEqualTo(Refusal.UNPROVEN);
        assertThat(refused.sentence())
                .isEqualTo(
                        "my.example.com: not known to be yours (expected: a TXT record"
                                + " _warren.my.example.com with "
                                + alice.fingerprint()
                                + " or account=alice)");
        zone.put("_warren.my.example.com", Set.of(alice.fingerprint()));
        assertThat(bind(alice, "my.example.com", 80)).isInstanceOf(BindOutcome.Opened.class);
    }

    @Test
    void saysSoWhenNoNameServerAnswers() {
        silent = true;

        assertThat(refused(bind(alice, "my.example.com", 80)).sentence())
                .isEqualTo(
                        "my.example.com: no name server answers for _warren.my.example.com; try"
                                + " again in a minute");
    }

    @Test
    void aSuspendedDomainIsRefusedUntilItsRecordIsThereAgain() {
        book.claim(ALICE, "my.example.com");
        watch.remember(ALICE, alice.fingerprint(), "my.example.com");
        for (int i = 0; i < 3; i++) {
            domains.missed("my.example.com", 3, Instant.EPOCH, Instant.EPOCH);
        }
        watch.refresh();

        assertThat(refused(bind(alice, "my.example.com", 80)).why()).isEqualTo(Refusal.UNPROVEN);
        zone.put("_warren.my.example.com", Set.of("account=alice"));
        assertThat(bind(alice, "my.example.com", 80)).isInstanceOf(BindOutcome.Opened.class);
        assertThat(watch.isSuspended("my.example.com")).isFalse();
    }

    @Test
    void aDomainThatWasAddedNeedsNoRecordAndIsNobodyElses() {
        book.claim(ALICE, "my.example.com");
        var bob = new FakeConnection(BOB);
        zone.put("_warren.my.example.com", Set.of(bob.fingerprint()));

        assertThat(bind(alice, "my.example.com", 80)).isInstanceOf(BindOutcome.Opened.class);
        assertThat(refused(bind(bob, "my.example.com", 80)).sentence())
                .isEqualTo("my.example.com: reserved by another account (expected: another one)");
        assertThat(asked).isEmpty();
    }

    @Test
    void thePlatformsOwnDomainIsNobodys() {
        assertThat(refused(bind(alice, "intranet.example.net", 80)).why())
                .isEqualTo(Refusal.RESERVED);
        assertThat(refused(bind(alice, "console.example.org", 80)).sentence())
                .isEqualTo("console.example.org: the platform's own (expected: a domain of yours)");
    }

    @Test
    void aDomainThatHasATunnelIsTakenFromItsOwnAccountOnly() {
        var bob = new FakeConnection(BOB);
        zone.put("_warren.my.example.com", Set.of(alice.fingerprint(), bob.fingerprint()));
        bind(alice, "my.example.com", 80);

        assertThat(refused(bind(bob, "my.example.com", 80)).why()).isEqualTo(Refusal.TAKEN);
        assertThat(bind(new FakeConnection(ALICE), "my.example.com", 80))
                .isInstanceOf(BindOutcome.Opened.class);
    }

    @Test
    void reservedPortsAreGivenToTheirOwnerOnly() {
        book.reserve(BOB, "10005", Optional.empty());

        assertThat(refused(bind(alice, "localhost", 10_005)).sentence())
                .isEqualTo("port 10005: reserved by another account (expected: another one)");
        assertThat(bind(new FakeConnection(BOB), "localhost", 10_005))
                .isInstanceOf(BindOutcome.Opened.class);
        for (int i = 0; i < 3; i++) {
            assertThat(bind(alice, "localhost", 0)).isInstanceOf(BindOutcome.Opened.class);
        }
    }

    @Test
    void bannedNamesCannotBeHad() {
        book.ban("paypal");

        assertThat(refused(bind(alice, "paypal", 80)).sentence())
                .isEqualTo("paypal: a name that nobody may have (expected: any other)");
        assertThat(refused(bind(alice, "*.paypal", 80)).why()).isEqualTo(Refusal.RESERVED);
        assertThat(bind(alice, "paypal", 22)).isInstanceOf(BindOutcome.Opened.class);
    }

    private BindOutcome bind(FakeConnection connection, String address, int port) {
        return world.tunnels.bind(connection, new ForwardRequest(address, port));
    }

    private static BindOutcome.Refused refused(BindOutcome outcome) {
        assertThat(outcome).isInstanceOf(BindOutcome.Refused.class);
        return (BindOutcome.Refused) outcome;
    }
}
