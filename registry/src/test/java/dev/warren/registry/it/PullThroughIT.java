package dev.warren.registry.it;

import static dev.warren.registry.it.Client.code;
import static dev.warren.registry.it.Client.field;
import static dev.warren.registry.it.Raw.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.testing.Fault;
import dev.warren.registry.testing.FaultyUpstream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Other registries' images as clients pull them through this one. */
@ExtendWith(PullingRegistry.class)
class PullThroughIT {

    private static final int SIZE = 500_000;

    private final RunningRegistry registry = PullingRegistry.registry();
    private final FaultyUpstream server = PullingRegistry.server();
    private final FaultyUpstream closed = PullingRegistry.closed();
    private final CountDownLatch go = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // made before each test
    private Client nobody;

    @BeforeEach
    void visit() {
        nobody = Client.nobody(registry);
    }

    @AfterEach
    void nothingIsHeld() {
        go.countDown();
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Digest serve(String repository, String tag) {
        String json = new String(Client.manifest(new byte[] {1}), UTF_8);
        return server.manifest(repository, tag, Manifest.OCI_MANIFEST, json);
    }

    private <T> Future<T> begin(ExecutorService threads, Callable<T> what) {
        return threads.submit(what);
    }

    @Test
    void manyPullABlobWhileItIsFetchedOnce() throws Exception {
        byte[] bytes = random(1);
        Digest digest = server.blob("a/one", bytes);
        String path = "/v2/test/a/one/blobs/" + digest;
        server.next("/a/one/blobs/", Fault.pause(SIZE / 2, go));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<byte[]>>> whole =
                    IntStream.range(0, 8)
                            .mapToObj(_ -> begin(threads, () -> nobody.get(path)))
                            .toList();
            var part = begin(threads, () -> nobody.get(path, "Range", "bytes=400000-400009"));
            HttpResponse<byte[]> early = nobody.get(path, "Range", "bytes=100-199");
            go.countDown();

            assertThat(early.statusCode()).isEqualTo(206);
            assertThat(early.body()).isEqualTo(Arrays.copyOfRange(bytes, 100, 200));
            for (Future<HttpResponse<byte[]>> answer : whole) {
                assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo(bytes);
            }
            assertThat(part.get(20, TimeUnit.SECONDS).body())
                    .isEqualTo(Arrays.copyOfRange(bytes, 400_000, 400_010));
            assertThat(field(part.get(), "Content-Range")).isEqualTo("bytes 400000-400009/" + SIZE);
        }
        assertThat(server.asked("/a/one/blobs/")).hasSize(1);
        await().untilAsserted(() -> assertThat(nobody.get(path).body()).isEqualTo(bytes));
        assertThat(server.asked("/a/one/blobs/")).hasSize(1);
    }

    @Test
    void wrongBytesNeverMakeAnAnswer() throws Exception {
        byte[] bytes = random(2);
        Digest digest = server.blob("a/two", bytes);
        server.next("/a/two/blobs/", Fault.corrupt(17));

        try {
            // where all of it was here before the answer began, that says so
            assertThat(nobody.get("/v2/test/a/two/blobs/" + digest).statusCode()).isEqualTo(502);
        } catch (IOException broken) {
            assertThat(broken).as("the connection breaks off").isNotNull();
        }
    }

    @Test
    void headOfABlobFetchesNothing() throws Exception {
        Digest digest = server.blob("a/three", random(3));

        HttpResponse<byte[]> head = nobody.head("/v2/test/a/three/blobs/" + digest);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(field(head, "Content-Length")).isEqualTo("" + SIZE);
        assertThat(field(head, "Docker-Content-Digest")).isEqualTo(digest.toString());
        assertThat(server.asked("GET /v2/a/three/")).isEmpty();
    }

    @Test
    void registriesAreNamedByPathByParameterOrNotAtAll() throws Exception {
        Digest digest = serve("a/four", "v1");
        Digest hub = serve("library/alpine", "v1");

        for (String path :
                List.of(
                        "/v2/test/a/four/manifests/v1",
                        "/v2/a/four/manifests/v1?ns=test",
                        "/v2/test/a/four/manifests/v1?ns=test",
                        "/v2/a/four/manifests/v1")) {
            HttpResponse<byte[]> answer = nobody.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(field(answer, "Docker-Content-Digest")).isEqualTo(digest.toString());
            assertThat(field(answer, "Content-Type")).isEqualTo(Manifest.OCI_MANIFEST);
        }
        for (String path :
                List.of("/v2/docker.io/alpine/manifests/v1", "/v2/library/alpine/manifests/v1")) {
            assertThat(field(nobody.get(path), "Docker-Content-Digest"))
                    .as(path)
                    .isEqualTo(hub.toString());
        }
        assertThat(nobody.get("/v2/a/b/manifests/v1?ns=127.0.0.1:22").statusCode()).isEqualTo(401);
    }

    @Test
    void onlyWhatTheUpstreamDoesNotHaveIsMissing() throws Exception {
        server.next("/a/five/manifests/broken", Fault.status(503, "Retry-After: 11"));

        HttpResponse<byte[]> none = nobody.get("/v2/test/a/five/manifests/none");
        HttpResponse<byte[]> broken = nobody.get("/v2/test/a/five/manifests/broken");

        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(code(none)).isEqualTo("MANIFEST_UNKNOWN");
        assertThat(broken.statusCode()).isEqualTo(502);
        assertThat(field(broken, "Retry-After")).isEqualTo("11");
    }

    @Test
    void staleImagesSaySo() throws Exception {
        serve("a/six", "old");
        assertThat(nobody.get("/v2/test/a/six/manifests/old").statusCode()).isEqualTo(200);
        server.next("/a/six/", Fault.status(500), Fault.status(500));

        // what was read a second ago is answered without looking
        await().untilAsserted(() -> {
            HttpResponse<byte[]> stale = nobody.get("/v2/test/a/six/manifests/old");
            assertThat(stale.statusCode()).isEqualTo(200);
            assertThat(field(stale, "Warning")).startsWith("110 ");
        });
    }

    @Test
    void nobodyPushesToOtherRegistries() throws Exception {
        Client alice = Client.of(registry, registry.person("alice", 1));

        assertThat(alice.push("test/a/b", new byte[] {1}).statusCode()).isEqualTo(403);
    }

    @Test
    void atTheHostForMirrorsNoNameIsAnAccounts() throws Exception {
        Client frank = Client.of(registry, registry.person("frank", 9));
        byte[] layer = {7};
        frank.push("frank/app", layer);
        frank.manifest("frank/app", "new1", layer);
        Hosted hosted = registry.bean(Hosted.class);
        hosted.open(hosted.find(new RepositoryName("frank/app")).orElseThrow(), true);
        Digest ours = Digest.of(Client.manifest(layer));
        Digest theirs = serve("frank/app", "new1");
        String path = "/v2/frank/app/manifests/new1";

        // more than once: the second answer is one from memory
        for (int i = 0; i < 3; i++) {
            assertThat(Raw.get(registry, "localhost", path)).contains("Digest: " + ours);
            assertThat(Raw.get(registry, "mirror.localhost", path)).contains("Digest: " + theirs);
        }
        assertThat(status(Raw.get(registry, "mirror.localhost", path + "?ns=test"))).isEqualTo(200);
        assertThat(status(Raw.get(registry, "mirror.localhost", "/v2/_catalog"))).isEqualTo(405);
        assertThat(status(Raw.get(registry, "mirror.localhost", "/token?service=warren")))
                .isEqualTo(200);
        assertThat(status(Raw.get(registry, "mirror.localhost", "/"))).isEqualTo(404);
    }

    @Test
    void whatOnlyCredentialsOpenIsForTheAccountsThatAreSet() throws Exception {
        String json = new String(Client.manifest(new byte[] {1}), UTF_8);
        Digest digest = closed.manifest("a/secret", "v1", Manifest.OCI_MANIFEST, json);
        closed.wantBearer("me:pass", 300);
        byte[] layer = random(9);
        Digest blob = closed.blob("a/secret", layer);
        Client carol = Client.of(registry, PullingRegistry.carol());
        Client dave = Client.of(registry, registry.person("dave", 8));
        List<String> paths =
                List.of(
                        "/v2/ours/a/secret/manifests/v1",
                        "/v2/ours/a/secret/manifests/" + digest,
                        "/v2/ours/a/secret/blobs/" + blob,
                        "/v2/ours/a/secret/tags/list",
                        "/v2/ours/a/secret/referrers/" + digest);

        for (String path : paths.subList(0, 3)) {
            assertThat(carol.get(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : paths) {
            assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(dave.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(dave.get(paths.get(2), "Range", "bytes=0-0").statusCode()).isEqualTo(404);
        // the same bytes by way of a registry that does not have them
        assertThat(dave.get("/v2/test/a/secret/blobs/" + blob).statusCode()).isEqualTo(404);

        closed.wantBearer("", 300);
        closed.manifest("a/public", "v1", Manifest.OCI_MANIFEST, json);
        closed.serve("/v2/a/public/tags/list", "application/json", "{\"tags\":[\"v1\"]}");
        assertThat(nobody.get("/v2/ours/a/public/manifests/v1").statusCode()).isEqualTo(200);
    }
}
