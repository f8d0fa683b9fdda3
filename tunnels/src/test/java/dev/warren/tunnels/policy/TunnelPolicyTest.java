package dev.warren.tunnels.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.ManualClock;
import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpTarget;
import dev.warren.tunnels.net.FakeRequest;
import dev.warren.tunnels.net.OfflineWords;
import dev.warren.tunnels.net.UnknownTunnels;
import dev.warren.tunnels.options.ConnectionOptions;
import dev.warren.tunnels.options.OptionWords;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelPolicyTest {

    private final ManualClock clock = new ManualClock();
    private final HttpTarget target =
            new UnknownTunnels(MemoryBudget.root("test", 1), OfflineWords.NONE);

    @Test
    void changesNothingWhenNothingWasSaid() {
        assertThat(plan(policy(), FakeRequest.get("/"))).isSameAs(HttpPlan.AS_IS);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9,allow-ip=203.0.113.0/24,true",
        "203.0.114.9,allow-ip=203.0.113.0/24,false",
        "203.0.113.9,deny-ip=203.0.113.9,false",
        "203.0.113.8,deny-ip=203.0.113.9,true",
        "2001:db8::1,allow-ip=203.0.113.0/24,false",
        "2001:db8::1,allow-ip=2001:db8::/32,true"
    })
    void letsInByAddress(String from, String word, boolean admitted) {
        var request = FakeRequest.get("/").from(new InetSocketAddress(from, 1));

        HttpPlan plan = plan(policy(word), request);

        if (admitted) {
            assertThat(plan).isSameAs(HttpPlan.AS_IS);
        } else {
            assertThat(refusal(plan).refusal().status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9,allow-country=AT,true",
        "203.0.113.9,'allow-country=CH,DE',false",
        "203.0.113.9,deny-country=AT,false",
        "203.0.113.9,deny-country=CH,true",
        "192.0.2.1,allow-country=AT,false",
        "192.0.2.1,deny-country=AT,true",
        "192.0.2.1,deny-country=Austria,false",
        "203.0.113.9,allow-country=Austria,false"
    })
    void letsInByCountry(String from, String word, boolean admitted) throws UnknownHostException {
        OptionWords.Read read = new OptionWords(clock).read(List.of(word));
        TunnelPolicy policy =
                new Policies(TunnelPolicyTest::country, Optional.empty(), 1024)
                        .of(read.over(ConnectionOptions.NONE).common());

        assertThat(policy.admits(InetAddress.getByName(from))).isEqualTo(admitted);
    }

    /** One network is Austrian, and nothing is known of others. */
    private static Optional<String> country(InetAddress address) {
        return address.getHostAddress().startsWith("203.0.113.")
                ? Optional.of("AT")
                : Optional.empty();
    }

    @Test
    void deniedAddressesStayOutThoughAllowed() {
        TunnelPolicy policy = policy("allow-ip=203.0.113.0/24", "deny-ip=203.0.113.9");

        assertThat(refusal(plan(policy, FakeRequest.get("/"))).refusal().status()).isEqualTo(403);
    }

    @Test
    void asksForPasswordsAndKeysInTheirOwnWords() {
        HttpPlan.Refuse plan =
                refusal(plan(policy("basic-auth=ann:1", "bearer=12345678"), FakeRequest.get("/")));

        assertThat(plan.refusal().status()).isEqualTo(401);
        assertThat(plan.fields())
                .containsExactly(
                        new HttpField(
                                "WWW-Authenticate",
                                "Basic realm=\"alice-web.tuns.example.org\", charset=\"UTF-8\""),
                        new HttpField(
                                "WWW-Authenticate", "Bearer realm=\"alice-web.tuns.example.org\""));
    }

    @ParameterizedTest
    @CsvSource({
        "Basic ann:1,true",
        "bAsIc ann:1,true",
        "Basic ben:pass:word,true",
        "Basic ann:2,false",
        "Basic ann,false",
        "Bearer 12345678,true",
        "Bearer 12345679,false",
        "Digest ann,false"
    })
    void admitsWhoCanLogInAndKeepsThatFromTheBackend(String given, boolean admitted) {
        TunnelPolicy policy =
                policy("basic-auth=ann:1", "basic-auth=ben:pass:word", "bearer=12345678");
        String[] parts = given.split(" ");
        String value =
                parts[0].equalsIgnoreCase("Basic")
                        ? Base64.getEncoder().encodeToString(parts[1].getBytes(UTF_8))
                        : parts[1];

        HttpPlan plan =
                plan(policy, FakeRequest.get("/").with("Authorization", parts[0] + " " + value));

        if (admitted) {
            assertThat(edits(plan).requestWithout()).containsExactly("authorization");
        } else {
            assertThat(refusal(plan).refusal().status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"Basic !!!", "Basic", "''"})
    void refusesWhatIsNoLogIn(String value) {
        HttpPlan plan =
                plan(policy("basic-auth=ann:1"), FakeRequest.get("/").with("Authorization", value));

        assertThat(refusal(plan).refusal().status()).isEqualTo(401);
    }

    @Test
    void anAuthorizationForTheBackendGoesThrough() {
        var request = FakeRequest.get("/").with("Authorization", "Bearer for-the-backend");

        assertThat(plan(policy(), request)).isSameAs(HttpPlan.AS_IS);
        assertThat(edits(plan(policy("header-add=A:b"), request)).requestWithout())
                .containsExactly("a");
    }

    @Test
    void preflightsPassWithoutLogInWhenAsked() {
        var preflight =
                new FakeRequest(
                        "OPTIONS",
                        "alice-web.tuns.example.org",
                        "/",
                        List.of(
                                new HttpField("Origin", "https://example.com"),
                                new HttpField("Access-Control-Request-Method", "PUT")),
                        new InetSocketAddress("203.0.113.9", 1));

        assertThat(plan(policy("basic-auth=ann:1"), preflight)).isInstanceOf(HttpPlan.Refuse.class);
        assertThat(plan(policy("basic-auth=ann:1", "cors=on"), preflight)).isSameAs(HttpPlan.AS_IS);
        assertThat(plan(policy("basic-auth=ann:1", "cors=on"), FakeRequest.get("/")))
                .isInstanceOf(HttpPlan.Refuse.class);
    }

    @Test
    void sendsPlainRequestsToHttps() {
        HttpPlan plan = plan(policy("force-https=on"), FakeRequest.get("/a?b=c"));

        assertThat(plan).isInstanceOf(HttpPlan.Refuse.class);
        var refused = (HttpPlan.Refuse) plan;
        assertThat(refused.refusal().status()).isEqualTo(308);
        assertThat(refused.fields())
                .containsExactly(
                        new HttpField("Location", "https://alice-web.tuns.example.org:8443/a?b=c"));
    }

    @ParameterizedTest
    @CsvSource({"/api/x?y=1,/x?y=1", "/api,/", "/api?y=1,/?y=1", "/api/%2F..;a/,/%2F..;a/"})
    void stripsTheBoundPath(String asked, String sent) {
        HttpPlan plan =
                policy("strip-path=on")
                        .plan(FakeRequest.get(asked), target, "/api", clock.instant());

        assertThat(edits(plan).target()).contains(sent);
    }

    @Test
    void setsHostAndHeaders() {
        HttpEdits edits =
                edits(
                        plan(
                                policy(
                                        "host-header=localhost:3000",
                                        "header-add=X-A: one",
                                        "header-remove=Cookie",
                                        "response-header-add=X-B:two",
                                        "response-header-remove=Server"),
                                FakeRequest.get("/")));

        assertThat(edits.host()).contains("localhost:3000");
        assertThat(edits.requestWith()).containsExactly(new HttpField("X-A", "one"));
        assertThat(edits.requestWithout()).containsExactlyInAnyOrder("x-a", "cookie");
        assertThat(edits.responseWith()).containsExactly(new HttpField("X-B", "two"));
        assertThat(edits.responseWithout()).containsExactlyInAnyOrder("x-b", "server");
    }

    @Test
    void takesOnlySoManyRequests() {
        TunnelPolicy policy = policy("rate=2:3");
        for (int i = 0; i < 3; i++) {
            assertThat(plan(policy, FakeRequest.get("/"))).isSameAs(HttpPlan.AS_IS);
        }

        HttpPlan.Refuse refused = refusal(plan(policy, FakeRequest.get("/")));

        assertThat(refused.refusal().status()).isEqualTo(429);
        assertThat(refused.fields()).containsExactly(new HttpField("Retry-After", "1"));
        clock.advance(Duration.ofMillis(500));
        assertThat(plan(policy, FakeRequest.get("/"))).isSameAs(HttpPlan.AS_IS);
        assertThat(plan(policy, FakeRequest.get("/"))).isInstanceOf(HttpPlan.Refuse.class);
    }

    @Test
    void browsersAreToldOnceWhereTheyAre() {
        TunnelPolicy policy = policy("interstitial=on");
        var browser = FakeRequest.get("/a?b=%22<").with("Accept", "text/html,*/*");

        HttpPlan page = plan(policy, browser);

        assertThat(page)
                .isInstanceOfSatisfying(
                        HttpPlan.Answer.class,
                        answer -> {
                            assertThat(answer.status()).isEqualTo(200);
                            assertThat(new String(answer.body(), UTF_8))
                                    .contains("visit alice-web.tuns.example.org")
                                    .contains("href=\"/.warren/visit/a?b=%22&lt;\"");
                        });
        assertThat(plan(policy, browser.with("Cookie", "a=b; warren-visited=1")))
                .isSameAs(HttpPlan.AS_IS);
        assertThat(plan(policy, FakeRequest.get("/").with("Accept", "*/*")))
                .isSameAs(HttpPlan.AS_IS);
    }

    @ParameterizedTest
    @CsvSource({
        "/.warren/visit/a?b=c,/a?b=c",
        "/.warren/visit/,/",
        "/.warren/visit//evil.example.com,/evil.example.com",
        "/.warren/visit/\\\\evil.example.com,/evil.example.com"
    })
    void goingOnStaysOnTheHostAndIsRemembered(String asked, String location) {
        HttpPlan plan = plan(policy("interstitial=on"), FakeRequest.get(asked));

        assertThat(plan)
                .isInstanceOfSatisfying(
                        HttpPlan.Answer.class,
                        answer ->
                                assertThat(answer.fields())
                                        .contains(new HttpField("Location", location))
                                        .anyMatch(field -> field.name().equals("Set-Cookie")));
    }

    @Test
    void leavesABackendAloneThatFailsAgainAndAgain() {
        TunnelPolicy policy = policy("circuit-breaker=2:30s");
        policy.failed(clock.instant());
        assertThat(plan(policy, FakeRequest.get("/"))).isSameAs(HttpPlan.AS_IS);
        policy.failed(clock.instant());

        HttpPlan.Refuse refused = refusal(plan(policy, FakeRequest.get("/")));

        assertThat(refused.refusal().status()).isEqualTo(503);
        assertThat(refused.fields()).containsExactly(new HttpField("Retry-After", "30"));
        clock.advance(Duration.ofSeconds(30));
        // one tries, the others wait for what comes of it
        assertThat(plan(policy, FakeRequest.get("/"))).isSameAs(HttpPlan.AS_IS);
        assertThat(plan(policy, FakeRequest.get("/"))).isInstanceOf(HttpPlan.Refuse.class);
        policy.reached();
        assertThat(plan(policy, FakeRequest.get("/"))).isSameAs(HttpPlan.AS_IS);
    }

    private HttpPlan plan(TunnelPolicy policy, FakeRequest request) {
        return policy.plan(request, target, "/", clock.instant());
    }

    private TunnelPolicy policy(String... words) {
        OptionWords.Read read = new OptionWords(clock).read(List.of(words));
        assertThat(read.complaints()).isEmpty();
        return new Policies(TunnelPolicyTest::country, Optional.empty(), 1024)
                .of(read.over(ConnectionOptions.NONE).common());
    }

    private static HttpPlan.Refuse refusal(HttpPlan plan) {
        assertThat(plan).isInstanceOf(HttpPlan.Refuse.class);
        return (HttpPlan.Refuse) plan;
    }

    private static HttpEdits edits(HttpPlan plan) {
        assertThat(plan).isInstanceOf(HttpPlan.Forward.class);
        return ((HttpPlan.Forward) plan).edits();
    }
}
