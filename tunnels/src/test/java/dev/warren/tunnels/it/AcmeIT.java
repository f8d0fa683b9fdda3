package dev.warren.tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.audit.AuditEntry;
import dev.warren.core.audit.AuditLog;
import dev.warren.tunnels.names.NameServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates by ACME from an authority that looks for itself, to curl that trusts it alone. */
class AcmeIT {

    @TempDir private static Path folder;
    private static AcmeServer authority;
    private static NameServer names;
    private static AcmeRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl");
        names = new NameServer();
        authority = new AcmeServer();
        authority.start();
        rig =
                new AcmeRig(
                        folder,
                        authority,
                        names::place,
                        "warren.https.acme.on-demand.orders-per-day=4");
        // the first account is the administrator
        assertThat(rig.run("root1", "whoami")).contains("admin");
    }

    @AfterEach
    void reset() {
        authority.rateLimit = null;
        authority.renewal = null;
        authority.deaf = false;
        authority.life = Duration.ofDays(90);
        authority.kinds = Set.of("http-01", "tls-alpn-01", "dns-01");
        rig.clients.close();
    }

    @AfterAll
    static void stop() throws IOException {
        if (rig != null) {
            rig.close();
            authority.close();
            names.close();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(200));
    }

    private static void prove(String user, String domain) {
        names.texts.put("_warren." + domain, List.of("account=" + user));
    }

    @Test
    void namesOfTheSettingsAreOrderedAtStart() {
        soon().untilAsserted(() -> assertThat(rig.visit("example.test")).endsWith("exit=0"));
        soon().untilAsserted(
                        () -> assertThat(rig.visit("tuns.example.test")).endsWith("404 exit=0"));

        assertThat(authority.accounts).hasValue(1);
        assertThat(authority.ordersOf("example.test")).hasSize(1);
        assertThat(rig.run("root1", "certs", "ls"))
                .containsPattern("example.test +- +good")
                .doesNotContain("*.tuns");
        assertThat(rig.run("root1", "certs", "show", "example.test", "--json"))
                .contains("\"issuer\":\"CN=Test Authority\"", "\"failures\":0");
        assertThat(rig.run("alice", "certs", "ls")).contains("certs");
    }

    @Test
    void keysAreNotReadableInTheDatabase() throws IOException {
        soon().until(() -> rig.visit("example.test").endsWith("exit=0"));

        String dump =
                rig.jdbc()
                        .sql(
                                "select string_agg(encode(key, 'escape'), ' ') from (select key from edge.certificates where key is not null union all select key from edge.acme_accounts) all_keys")
                        .query(String.class)
                        .single();
        // how an EC key in PKCS #8 begins
        assertThat(dump).isNotEmpty().doesNotContain("\\206H\\316=");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("data/secrets.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aProvedDomainGetsItsCertificateWhenItIsFirstVisited() {
        prove("alice", "first.example.com");
        rig.publish("alice", "first.example.com");

        assertThat(rig.visit("first.example.com"))
                .contains("unrecognized name")
                .endsWith("exit=35");

        soon().untilAsserted(() ->
                assertThat(rig.visit("first.example.com")).endsWith("hello200 exit=0"));
        assertThat(authority.ordersOf("first.example.com")).hasSize(1);
        assertThat(rig.run("root1", "certs", "ls"))
                .containsPattern("first.example.com +alice +good");
    }

    @Test
    void aReservedNameGetsOneAsWellAndOthersDoNot() {
        rig.publish("bob", "plain");
        assertThat(rig.visit("bob-plain.tuns.example.test")).endsWith("exit=60");
        rig.run("bob", "tunnels", "reserve", "kept");
        rig.publish("bob", "kept");

        soon().untilAsserted(() ->
                assertThat(rig.visit("bob-kept.tuns.example.test")).endsWith("hello200 exit=0"));
        assertThat(rig.visit("x.bob-kept.tuns.example.test")).endsWith("exit=60");
        assertThat(authority.orders.stream().map(order -> order.name))
                .doesNotContain("bob-plain.tuns.example.test", "x.bob-kept.tuns.example.test");
    }

    @Test
    void tlsAloneIsEnoughForAProof() {
        authority.kinds = Set.of("tls-alpn-01");
        prove("carol", "tls.example.com");
        rig.publish("carol", "tls.example.com");

        soon().untilAsserted(
                        () -> assertThat(rig.visit("tls.example.com")).endsWith("hello200 exit=0"));
        assertThat(authority.ordersOf("tls.example.com").getFirst().proved)
                .isEqualTo("tls-alpn-01");
    }

    @Test
    void anAccountHasSoManyOrdersADay() {
        for (int i = 1; i <= 5; i++) {
            prove("dave", "d%d.example.com".formatted(i));
            rig.publish("dave", "d%d.example.com".formatted(i));
        }
        for (int i = 1; i <= 4; i++) {
            String host = "d%d.example.com".formatted(i);
            soon().until(() -> rig.visit(host).endsWith("exit=0"));
        }

        rig.visit("d5.example.com");
        soon().until(() -> rig.counted("warren.edge.certificates.demanded", "account_limit") == 1);
        assertThat(rig.visit("d5.example.com")).endsWith("exit=60");
        assertThat(authority.ordersOf("d5.example.com")).isEmpty();
    }

    @Test
    void aRateLimitIsObeyed() {
        authority.rateLimit = Duration.ofSeconds(3);
        prove("erin", "limited.example.com");
        rig.publish("erin", "limited.example.com");
        Instant begin = Instant.now();

        rig.visit("limited.example.com");
        soon().untilAsserted(() ->
                assertThat(rig.run("root1", "certs", "show", "limited.example.com"))
                        .contains("too many orders", "failing"));
        assertThat(rig.run("erin", "tunnels", "events"))
                .containsPattern("failed +certificate +limited.example.com.*too many orders");
        authority.rateLimit = null;
        // while it rests, visitors are not told to come again
        assertThat(rig.visit("limited.example.com")).endsWith("exit=60");
        soon().until(() -> rig.visit("limited.example.com").endsWith("exit=0"));
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(3));
        assertThat(authority.ordersOf("limited.example.com")).hasSize(1);
        assertThat(rig.counted("warren.edge.certificates.orders", "rate_limited")).isEqualTo(1);
    }

    @Test
    void aProofThatIsNotSeenIsToldAndTriedAnotherWay() {
        var before = authority.checks.httpPort;
        authority.checks.httpPort = () -> 1;
        try {
            prove("frank", "blocked.example.com");
            rig.publish("frank", "blocked.example.com");

            rig.visit("blocked.example.com");
            soon().untilAsserted(() ->
                    assertThat(rig.run("root1", "certs", "show", "blocked.example.com"))
                            .contains("http-01: ", "refused"));
            soon().until(() -> rig.visit("blocked.example.com").endsWith("hello200 exit=0"));
            assertThat(authority.ordersOf("blocked.example.com"))
                    .extracting(order -> order.proved)
                    .containsExactly("http-01", "tls-alpn-01");
        } finally {
            authority.checks.httpPort = before;
        }
    }

    @Test
    void isRenewedWhenTheAuthorityWantsItAndWhenAnAdministratorDoes() {
        authority.life = Duration.ofSeconds(60);
        prove("gina", "renewed.example.com");
        rig.publish("gina", "renewed.example.com");
        soon().until(() -> rig.visit("renewed.example.com").endsWith("exit=0"));
        assertThat(authority.ordersOf("renewed.example.com")).hasSize(1);

        // it is asked after a twentieth of the life
        authority.renewal = Instant.now().minusSeconds(10);
        authority.life = Duration.ofDays(90);
        soon().until(() -> authority.ordersOf("renewed.example.com").size() == 2);
        assertThat(authority.ordersOf("renewed.example.com").get(1).replaces).isNotEmpty();
        authority.renewal = null;
        soon().until(() ->
                rig.run("root1", "certs", "show", "renewed.example.com").contains("good"));

        assertThat(rig.run("root1", "certs", "renew", "renewed.example.com"))
                .contains("renewed.example.com is ordered again");
        soon().until(() -> authority.ordersOf("renewed.example.com").size() == 3);
        assertThat(rig.run("root1", "certs", "renew", "no.example.com"))
                .contains("no.example.com: no such certificate");
        assertThat(rig.context.getBean(AuditLog.class).latest(20).stream().map(AuditEntry::action))
                .contains("certificate.renew");
    }

    @Test
    void tokensThatNobodyExpectsAreLeftToTheTunnel() {
        prove("hugo", "own.example.com");
        rig.publish("hugo", "own.example.com");
        var curl =
                rig.clients.start(
                        "curl",
                        "-si",
                        "-H",
                        "Host: own.example.com",
                        "http://127.0.0.1:"
                                + rig.port("http")
                                + "/.well-known/acme-challenge/mine");

        assertThat(curl.awaitEnd()).isZero();
        assertThat(curl.output()).contains("200", "hello");
    }
}
