package dev.warren.registry.it;

import static dev.warren.registry.it.Client.field;
import static dev.warren.registry.it.Raw.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.testing.Asked;
import dev.warren.registry.testing.Fault;
import dev.warren.registry.testing.FaultyUpstream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers and other registries try. */
@ExtendWith(PullingRegistry.class)
class AttackIT {

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningRegistry.Person malloryPerson;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Client mallory;

    private final RunningRegistry registry = PullingRegistry.registry();
    private final FaultyUpstream server = PullingRegistry.server();
    private final FaultyUpstream closed = PullingRegistry.closed();

    @SuppressWarnings("NullAway.Init") // made before each test
    private Client nobody;

    @BeforeAll
    static void comes() {
        RunningRegistry registry = PullingRegistry.registry();
        malloryPerson = registry.person("mallory", 66);
        mallory = Client.of(registry, malloryPerson);
    }

    @BeforeEach
    void visit() {
        nobody = Client.nobody(registry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/mallory/../x/tags/list",
                "/v2/mallory/%2e%2e/x/tags/list",
                "/v2/mallory/%252e%252e/x/tags/list",
                "/v2/mallory%2fx/tags/list",
                "/v2/mallory%5cx/tags/list",
                "/v2//mallory/x/tags/list",
                "/v2/mallory//x/tags/list",
                "/v2/mallory;x=1/x/tags/list",
                "/v2/mallory/x%00/tags/list",
                "/v2/mallory/\u00e9/tags/list",
                "/v2/mallory/%c3%a9/tags/list",
                "/v2/Mallory/x/tags/list",
                "/v2/mallory/x_-y/tags/list",
                "/v2/mallory/x/manifests/..",
                "/v2/mallory/x/manifests/.hidden",
                "/v2/mallory/x/manifests/a%20b",
                "/v2/mallory/x/manifests/sha256:short",
                "/v2/mallory/x/blobs/sha256:../../../../etc/passwd",
                "/v2/mallory/x/blobs/sha256:..%2f..%2fetc%2fpasswd",
                "/v2/mallory/x/blobs/sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "/v2/mallory/x/blobs/md5:d41d8cd98f00b204e9800998ecf8427e",
                "/v2/mallory/x/blobs/sha256:e3b0c44298fc1c149afbf4c8996fb924",
                "/v2/mallory/x/referrers/nonsense",
                "/v2/mallory/x/blobs/uploads/not-a-uuid",
                "/v2/mallory/x/tags/list?n=-1",
                "/v2/mallory/x/tags/list?n=99999999999",
                "/v2/library/x/manifests/1?ns=127.0.0.1:22",
                "/v2/library/x/manifests/1?ns=169.254.169.254",
                "/v2/library/x/manifests/1?ns=",
                "/v2/library/x/manifests/1?ns=%00"
            })
    void namesThatAreNoneAreTheClientsFault(String path) throws Exception {
        int asked = server.asked("").size();

        String answer =
                Raw.get(
                        registry,
                        "localhost",
                        path,
                        "Authorization: " + Client.basic(malloryPerson));

        assertThat(status(answer)).as(path).isIn(400, 404);
        assertThat(server.asked("")).as("nobody else is asked").hasSize(asked);
    }

    @Test
    void wordsOfTheProtocolMayBeNamesAndHoldNoFileOutside() throws Exception {
        byte[] layer = {1, 2, 3};
        for (String name : List.of("blobs", "manifests", "uploads", "tags", "referrers", "v2")) {
            String repository = "mallory/" + name + "/" + name;
            assertThat(mallory.push(repository, layer).statusCode()).as(name).isEqualTo(201);
            assertThat(mallory.manifest(repository, name, layer).statusCode()).isEqualTo(201);
            assertThat(mallory.get("/v2/" + repository + "/manifests/" + name).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void nothingIsMountedThatOnlyOthersMayRead() throws Exception {
        byte[] secret = "only for carol".getBytes(UTF_8);
        closed.wantBearer("me:pass", 300);
        Digest digest = closed.blob("a/mounted", secret);
        Client carol = Client.of(registry, PullingRegistry.carol());
        assertThat(carol.get("/v2/ours/a/mounted/blobs/" + digest).statusCode()).isEqualTo(200);
        String unknown = "sha256:" + "0".repeat(64);
        String uploads = "/v2/mallory/m/blobs/uploads/?mount=";

        for (String query :
                List.of(
                        digest + "&from=ours/a/mounted",
                        digest + "&from=../ours/a/mounted",
                        digest + "&from=%2e%2e/ours",
                        digest.toString(),
                        unknown + "&from=ours/a/mounted",
                        unknown)) {
            HttpResponse<byte[]> answer = mallory.post(uploads + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(202);
            assertThat(mallory.delete(field(answer, "Location")).statusCode()).isEqualTo(204);
        }
        // nor got at by a manifest that says to be made of it
        assertThat(mallory.manifest("mallory/m", "v1", secret).statusCode()).isEqualTo(201);
        assertThat(mallory.get("/v2/mallory/m/blobs/" + digest).statusCode()).isEqualTo(404);
    }

    @Test
    void whatClientsSayOfThemselvesGoesNoFurtherAndWhatUpstreamsSayNeither() throws Exception {
        String json = new String(Client.manifest(new byte[] {66}), UTF_8);
        server.manifest("a/told", "new1", Manifest.OCI_MANIFEST, json);
        server.next("/a/told/", Fault.with("Set-Cookie: who=me"));

        HttpResponse<byte[]> answer =
                mallory.get("/v2/test/a/told/manifests/new1", "Cookie", "mine=1", "X-Mine", "2");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(field(answer, "Set-Cookie")).isEmpty();
        for (Asked asked : server.asked("/a/told/")) {
            assertThat(asked.field("authorization")).isEmpty();
            assertThat(asked.field("cookie")).isEmpty();
            assertThat(asked.field("x-mine")).isEmpty();
        }
    }

    @Test
    void errorsOfUpstreamsAreToldInOurWords() throws Exception {
        server.next("/a/broken/", Fault.status(401, "WWW-Authenticate: Basic realm=\"secret\""));

        HttpResponse<byte[]> answer = nobody.get("/v2/test/a/broken/manifests/v1");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(field(answer, "WWW-Authenticate")).isEmpty();
        assertThat(new String(answer.body(), UTF_8))
                .contains("UNAUTHORIZED")
                .doesNotContain("secret");
    }

    @Test
    void packedBytesAreNotUnpacked() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(3).nextBytes(bytes);
        Digest digest = server.blob("a/packed", bytes);
        server.next("/a/packed/blobs/", Fault.with("Content-Encoding: gzip"));

        HttpResponse<byte[]> answer = nobody.get("/v2/test/a/packed/blobs/" + digest);

        assertThat(answer.body()).isEqualTo(bytes);
        assertThat(field(answer, "Content-Encoding")).isEmpty();
        assertThat(server.asked("GET /v2/a/packed").getFirst().field("accept-encoding"))
                .contains("identity");
    }

    @Test
    void floodsOfFieldsAreNoAnswer() throws Exception {
        server.next(
                "/a/flood/",
                Fault.status(200, "X-Much: " + "x".repeat(4_000_000)),
                Fault.status(200, "X-Much: " + "x".repeat(4_000_000)));

        assertThat(nobody.get("/v2/test/a/flood/manifests/v1").statusCode()).isIn(502, 504);
    }

    @Test
    void manyRangesAreAnsweredWithTheWholeAndForeignTagsOfItToo() throws Exception {
        byte[] layer = new byte[5000];
        new Random(4).nextBytes(layer);
        assertThat(mallory.push("mallory/ranges", layer).statusCode()).isEqualTo(201);
        String path = "/v2/mallory/ranges/blobs/" + Digest.of(layer);
        String many = "bytes=0-0" + ",2-2".repeat(1000);

        assertThat(mallory.get(path, "Range", many).body()).isEqualTo(layer);
        assertThat(mallory.get(path, "Range", "bytes=1-2", "If-Range", "\"other\"").body())
                .isEqualTo(layer);
        assertThat(mallory.get(path, "Range", "bytes=4-2").statusCode()).isIn(200, 416);
        assertThat(mallory.get(path, "Range", "bytes=99999999999999999999-").statusCode())
                .isIn(200, 416);
    }

    @Test
    void aHostThatIsSaidOpensNothing() throws Exception {
        byte[] layer = {8};
        mallory.push("mallory/hidden", layer);
        mallory.manifest("mallory/hidden", "v1", layer);
        String path = "/v2/mallory/hidden/manifests/v1";

        for (String host : List.of("localhost", "registry.localhost", "127.0.0.1")) {
            assertThat(status(Raw.get(registry, host, path))).as(host).isEqualTo(401);
        }
        assertThat(
                        status(
                                Raw.get(
                                        registry,
                                        "localhost",
                                        path,
                                        "X-Forwarded-Host: mirror.localhost",
                                        "X-Forwarded-For: 127.0.0.1")))
                .isEqualTo(401);
    }

    @Test
    void aClosedRepositoryLooksAsIfItWereNotThere() throws Exception {
        byte[] layer = {9};
        mallory.push("mallory/there", layer);
        Client other = Client.of(registry, registry.person("oscar", 67));

        HttpResponse<byte[]> there = other.get("/v2/mallory/there/tags/list");
        HttpResponse<byte[]> absent = other.get("/v2/mallory/absent/tags/list");

        assertThat(mallory.get("/v2/mallory/there/tags/list?n=999999999").statusCode())
                .as("a page of the usual size")
                .isEqualTo(200);
        assertThat(there.statusCode()).isEqualTo(absent.statusCode()).isEqualTo(404);
        assertThat(new String(there.body(), UTF_8).replace("there", "absent"))
                .isEqualTo(new String(absent.body(), UTF_8).replace("there", "absent"));
        assertThat(field(there, "Cache-Control")).doesNotContain("public");
    }
}
