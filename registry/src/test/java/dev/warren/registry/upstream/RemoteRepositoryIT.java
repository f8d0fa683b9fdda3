package dev.warren.registry.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.ManualClock;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.source.Referrer;
import dev.warren.registry.testing.Asked;
import dev.warren.registry.testing.Fault;
import dev.warren.registry.testing.FaultyUpstream;
import dev.warren.registry.testing.TestUpstreams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RemoteRepositoryIT {

    private static final String JSON = "{\"schemaVersion\":2}";
    private static final Reference LATEST = new Reference.Tag("latest");

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryBudget budget = MemoryBudget.root("test", 32 << 20);
    private final CountDownLatch go = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // made before each test
    private FaultyUpstream server;

    @SuppressWarnings("NullAway.Init") // made before each test
    private TestUpstreams upstreams;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Digest digest;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyUpstream();
        digest = server.manifest("a/b", "latest", Manifest.OCI_MANIFEST, JSON);
        use(Map.of());
    }

    private void use(Map<String, String> settings) {
        upstreams = new TestUpstreams(server, budget, meters, clock, settings);
    }

    @AfterEach
    void stop() throws IOException {
        go.countDown();
        upstreams.close();
        server.close();
        assertThat(budget.used()).isZero();
    }

    private RemoteRepository repository() {
        return upstreams.get().repository(new RepositoryName("a/b"));
    }

    private static <T> T good(Reply<T> reply) {
        assertThat(reply).isInstanceOf(Reply.Good.class);
        return ((Reply.Good<T>) reply).value();
    }

    private static Reply.Failed<?> failed(Reply<?> reply) {
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return (Reply.Failed<?>) reply;
    }

    @Test
    void bringsManifestsAsTheyAre() {
        try (RemoteManifest manifest = good(repository().manifest(LATEST))) {
            assertThat(manifest.content()).asString().isEqualTo(JSON);
            assertThat(manifest.digest()).isEqualTo(digest);
            assertThat(manifest.mediaType()).isEqualTo(Manifest.OCI_MANIFEST);
            assertThat(budget.used()).isEqualTo(JSON.length());
        }
        assertThat(good(repository().head(LATEST)).digest()).contains(digest);
        Asked asked = server.asked("GET").getFirst();
        assertThat(asked.field("accept-encoding")).contains("identity");
        assertThat(asked.field("accept").orElse("")).contains("index", "manifest.list.v2+json");
    }

    @Test
    void tellsAbsenceFromOutage() {
        Reference other = new Reference.Tag("other");
        server.next("/broken", Fault.status(503, "Retry-After: 7"));
        server.next("/denied", Fault.status(403));
        server.next("/many", Fault.status(429, "Retry-After: 120"));
        server.next("/hung", Fault.hang(go));

        assertThat(repository().manifest(other)).isInstanceOf(Reply.Absent.class);
        assertThat(failed(repository().manifest(new Reference.Tag("broken"))))
                .satisfies(f -> assertThat(f.cause()).isEqualTo(Cause.BROKEN))
                .satisfies(f -> assertThat(f.retryAfter()).hasSeconds(7));
        assertThat(repository().manifest(new Reference.Tag("denied")))
                .isInstanceOf(Reply.Denied.class);
        assertThat(failed(repository().head(new Reference.Tag("hung"))).cause())
                .isEqualTo(Cause.SLOW);
        assertThat(failed(repository().manifest(new Reference.Tag("many"))))
                .satisfies(f -> assertThat(f.cause()).isEqualTo(Cause.RATE))
                .satisfies(f -> assertThat(f.retryAfter()).hasMinutes(2));
    }

    @Test
    void asksForNoManifestsAfterItWasToldTooMany() {
        server.next("/many", Fault.status(429, "Retry-After: 120"));
        failed(repository().manifest(new Reference.Tag("many")));

        assertThat(failed(repository().manifest(LATEST)).cause()).isEqualTo(Cause.RATE);
        assertThat(server.asked("GET /v2/a/b/manifests/latest")).isEmpty();
        assertThat(good(repository().head(LATEST)).digest()).contains(digest);

        clock.advance(Duration.ofMinutes(2));
        good(repository().manifest(LATEST)).close();
    }

    @Test
    void sparesTheLastManifestsThatItMayHave() {
        server.next("/latest", Fault.with("ratelimit-remaining: 2;w=21600"));
        good(repository().manifest(LATEST)).close();
        assertThat(meters.get("warren.registry.pulls.left").tag("upstream", "test").gauge().value())
                .isEqualTo(2);

        server.next("/latest", Fault.with("ratelimit-remaining: 1;w=21600"));
        good(repository().head(LATEST));

        assertThat(upstreams.get().pauseLeft()).isPositive();
        assertThat(failed(repository().manifest(LATEST)).cause()).isEqualTo(Cause.RATE);
    }

    @Test
    void refusesOtherBytesThanTheDigestSays() {
        Reference byDigest = new Reference.ByDigest(digest);
        server.next("/manifests/" + digest, Fault.corrupt(3));
        server.next(
                "/manifests/latest",
                Fault.with("Docker-Content-Digest: " + Digest.of(new byte[1])));

        assertThat(failed(repository().manifest(byDigest)).words()).contains("another manifest");
        assertThat(failed(repository().manifest(LATEST)).words()).contains("another manifest");
        good(repository().manifest(byDigest)).close();
    }

    @Test
    void refusesManifestsThatAreTooLarge() {
        server.manifest("a/b", "big", Manifest.OCI_MANIFEST, "x".repeat(5 << 20));
        Reference big = new Reference.Tag("big");

        assertThat(failed(repository().manifest(big)).words()).contains("sends too much");
        server.next("/big", Fault.unsized());
        assertThat(failed(repository().manifest(big)).words()).contains("sends too much");
        server.next("/latest", Fault.unsized());
        good(repository().manifest(LATEST)).close();
    }

    @Test
    void getsOneTokenPerScopeAndKeepsIt() {
        server.wantBearer("", 300);

        good(repository().manifest(LATEST)).close();
        good(repository().head(LATEST));

        assertThat(server.asked("/token")).hasSize(1);
        assertThat(server.asked("/token").getFirst().path())
                .isEqualTo("/token?service=a%2C+b&scope=repository%3Aa%2Fb%3Apull");
        good(upstreams.get().repository(new RepositoryName("a/b")).head(LATEST));
        assertThat(server.asked("/manifests/")).hasSize(4);
    }

    @Test
    void renewsATokenThatIsOldOrNoLongerTaken() {
        server.wantBearer("", 100);
        good(repository().head(LATEST));

        clock.advance(Duration.ofSeconds(79));
        good(repository().head(LATEST));
        assertThat(server.asked("/token")).hasSize(1);

        clock.advance(Duration.ofSeconds(21));
        good(repository().head(LATEST));
        assertThat(server.asked("/token")).hasSize(2);

        server.forgetTokens();
        good(repository().head(LATEST));
        assertThat(server.asked("/token")).hasSize(3);
    }

    @Test
    void givesCredentialsToTheTokenServerOnly() {
        use(Map.of("upstreams.test.username", "me", "upstreams.test.password", "pass"));
        server.wantBearer("me:pass", 100);

        good(repository().manifest(LATEST)).close();

        assertThat(server.asked("/v2/"))
                .noneMatch(asked -> asked.field("authorization").orElse("").startsWith("Basic"));
        server.wantBasic("me:pass");
        clock.advance(Duration.ofSeconds(101));
        good(repository().manifest(LATEST)).close();
    }

    @Test
    void asksNoForeignTokenServer() throws IOException {
        use(Map.of("upstreams.test.username", "me", "upstreams.test.password", "pass"));
        server.wantChallenge("Bearer realm=\"http://localhost:%d/token\"".formatted(server.port()));

        Reply.Failed<?> failed = failed(repository().manifest(LATEST));

        assertThat(failed.words())
                .contains("token server that it may not")
                .doesNotContain("localhost");
        assertThat(server.asked("/token")).isEmpty();
    }

    @Test
    void takesNoTokenThatWouldBeMoreThanAToken() {
        server.wantBearer("", 300);
        for (String body :
                List.of(
                        "{\"token\":\"a\\r\\nX-Mine: b\"}",
                        "{\"token\":\"%s\"}".formatted("x".repeat(50_000)),
                        "{\"token\":[[[[]]]]}",
                        "[".repeat(60_000))) {
            server.next(
                    "/token",
                    (_, _, _, out) ->
                            out.write(
                                    ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                                                    .formatted(body.length(), body))
                                            .getBytes(US_ASCII)));

            assertThat(failed(repository().head(LATEST)).words()).contains("gave no token");
        }
        assertThat(server.asked("/v2/"))
                .noneMatch(asked -> asked.field("authorization").isPresent());
    }

    @Test
    void wrongPasswordIsDenied() {
        use(Map.of("upstreams.test.username", "me", "upstreams.test.password", "wrong"));
        server.wantBearer("me:pass", 100);

        assertThat(repository().manifest(LATEST)).isInstanceOf(Reply.Denied.class);
    }

    @Test
    void leavesItAloneWhenItDoesNotAnswer() {
        server.setDown(true);
        for (int i = 0; i < 5; i++) {
            failed(repository().head(LATEST));
        }
        server.setDown(false);

        assertThat(failed(repository().head(LATEST)).words()).contains("does not answer");
        assertThat(server.asked("/manifests/")).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        good(repository().head(LATEST));
    }

    @Test
    void followsNoRedirectInside() {
        Digest blob = server.blob("a/b", new byte[10]);
        server.next("/blobs/", Fault.status(307, "Location: http://127.0.0.2:1/x"));

        Reply.Failed<?> failed = failed(repository().blob(blob, 0, null, DataSize.ofKilobytes(1)));

        assertThat(failed.words()).isEqualTo("test leads where it may not");
    }

    @Test
    void tellsNoSecretToWhoItIsRedirectedTo() throws IOException {
        use(Map.of("upstreams.test.username", "me", "upstreams.test.password", "pass"));
        server.wantBasic("me:pass");
        Digest blob = server.blob("a/b", new byte[10]);
        try (FaultyUpstream other = new FaultyUpstream()) {
            other.serve("/elsewhere", "text/plain", "0123456789");
            server.next("/blobs/", Fault.status(307, "Location: " + other.url() + "/elsewhere"));

            good(repository().blob(blob, 0, null, DataSize.ofKilobytes(1))).close();

            assertThat(other.asked("/elsewhere")).hasSize(1);
            assertThat(other.asked("/elsewhere").getFirst().field("authorization")).isEmpty();
        }
    }

    @Test
    void findsReferrersByListOrFallbackTag() {
        String index =
                "{\"manifests\":[{\"mediaType\":\"m\",\"digest\":\"%s\",\"size\":7,\"artifactType\":\"sig\",\"annotations\":{\"a\":\"b\"}},{\"size\":1}]}"
                        .formatted(digest);
        String tag = digest.toString().replace(':', '-');
        assertThat(repository().referrers(digest)).isInstanceOf(Reply.Absent.class);

        server.manifest("a/b", tag, Manifest.OCI_INDEX, index);
        List<Referrer> byTag = good(repository().referrers(digest));
        server.serve("/v2/a/b/referrers/" + digest, Manifest.OCI_INDEX, index);

        assertThat(byTag).isEqualTo(good(repository().referrers(digest)));
        assertThat(byTag)
                .singleElement()
                .satisfies(r -> assertThat(r.artifactType()).contains("sig"));
    }

    @Test
    void listsTagsPageByPage() {
        server.serve(
                "/v2/a/b/tags/list",
                "application/json",
                "{\"name\":\"a/b\",\"tags\":[\"a\",\"b\",\"c\"]}");
        server.next(
                "/tags/list?n=5", Fault.with("Link: </v2/a/b/tags/list?n=5&last=c>; rel=\"next\""));

        assertThat(good(repository().tags("a", 5))).containsExactly("b", "c", "b", "c");
        assertThat(server.asked("/tags/list")).hasSize(2);
    }

    @Test
    void followsNoPageToAnotherPlace() throws IOException {
        try (FaultyUpstream other = new FaultyUpstream()) {
            server.serve("/v2/a/b/tags/list", "application/json", "{\"tags\":[\"b\"]}");
            other.serve("/v2/a/b/tags/list", "application/json", "{\"tags\":[\"c\"]}");
            String link = "Link: <%s/v2/a/b/tags/list?n=5>; rel=\"next\"".formatted(other.url());
            server.next("/tags/list", Fault.with(link));
            assertThat(good(repository().tags("", 5))).containsExactly("b");

            String location = "Location: " + other.url() + "/v2/a/b/tags/list";
            server.next("/tags/list", Fault.status(307, location));
            other.next("/tags/list", Fault.with(link));

            assertThat(good(repository().tags("", 5))).containsExactly("c");
            assertThat(other.asked("/tags/list")).hasSize(1);
        }
    }
}
