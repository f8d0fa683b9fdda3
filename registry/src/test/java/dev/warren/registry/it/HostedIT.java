package dev.warren.registry.it;

import static dev.warren.registry.it.Client.code;
import static dev.warren.registry.it.Client.field;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hot.HotManifests;
import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.RepositoryName;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hosted repositories: what the specification asks, whose they are, and what breaks them not. */
class HostedIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningRegistry registry;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Person alicePerson;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Client alice;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Client bob;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Client nobody;

    @BeforeAll
    static void start() {
        registry =
                RunningRegistry.start(
                        data,
                        "warren.registry.max-per-account",
                        "1MB",
                        "warren.registry.max-uploads",
                        "3",
                        "warren.registry.max-repositories",
                        "40",
                        "warren.registry.max-manifests",
                        "20");
        alicePerson = registry.person("alice", 1);
        alice = Client.of(registry, alicePerson);
        bob = Client.of(registry, registry.person("bob", 2));
        nobody = Client.nobody(registry);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void open(String name) {
        Hosted hosted = registry.bean(Hosted.class);
        hosted.open(hosted.find(new RepositoryName(name)).orElseThrow(), true);
    }

    @Test
    void whatIsPushedIsPulledToTheByte() throws Exception {
        byte[] layer = bytes("a layer");
        assertThat(alice.push("alice/app", layer).statusCode()).isEqualTo(201);
        HttpResponse<byte[]> pushed = alice.manifest("alice/app", "v1", layer);
        assertThat(pushed.statusCode()).isEqualTo(201);

        HttpResponse<byte[]> manifest = alice.get("/v2/alice/app/manifests/v1");
        HttpResponse<byte[]> again = alice.get("/v2/alice/app/manifests/v1");
        HttpResponse<byte[]> blob = alice.get("/v2/alice/app/blobs/" + Digest.of(layer));

        assertThat(manifest.body()).isEqualTo(Client.manifest(layer)).isEqualTo(again.body());
        assertThat(field(manifest, "Docker-Content-Digest"))
                .isEqualTo(Digest.of(manifest.body()).toString())
                .isEqualTo(field(again, "Docker-Content-Digest"));
        assertThat(blob.body()).isEqualTo(layer);
        assertThat(
                        alice.head("/v2/alice/app/manifests/v1")
                                .headers()
                                .firstValueAsLong("Content-Length"))
                .hasValue(manifest.body().length);
    }

    @Test
    void aTagThatMovesOrGoesIsSeenAtOnce() throws Exception {
        byte[] one = bytes("one");
        byte[] two = bytes("two");
        alice.push("alice/moving", one);
        alice.push("alice/moving", two);
        for (int i = 0; i < 5; i++) {
            alice.manifest("alice/moving", "v", one);
            assertThat(alice.get("/v2/alice/moving/manifests/v").body())
                    .isEqualTo(Client.manifest(one));
            alice.manifest("alice/moving", "v", two);
            assertThat(alice.get("/v2/alice/moving/manifests/v").body())
                    .isEqualTo(Client.manifest(two));
        }
        assertThat(alice.delete("/v2/alice/moving/manifests/v").statusCode()).isEqualTo(202);
        assertThat(alice.get("/v2/alice/moving/manifests/v").statusCode()).isEqualTo(404);
        assertThat(
                        alice.get("/v2/alice/moving/manifests/" + Digest.of(Client.manifest(two)))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsPrivateIsNobodyElsesByAnyWay() throws Exception {
        byte[] secret = bytes("secret layer");
        alice.push("alice/secret", secret);
        alice.manifest("alice/secret", "v1", secret);
        alice.get("/v2/alice/secret/manifests/v1");
        bob.push("bob/own", bytes("bob's"));
        Digest digest = Digest.of(secret);
        Digest manifest = Digest.of(Client.manifest(secret));

        for (String path :
                List.of(
                        "/v2/alice/secret/manifests/v1",
                        "/v2/alice/secret/manifests/" + manifest,
                        "/v2/alice/secret/blobs/" + digest,
                        "/v2/alice/secret/tags/list",
                        "/v2/alice/secret/referrers/" + manifest)) {
            assertThat(bob.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(bob.get(path, "Range", "bytes=0-1").statusCode()).as(path).isEqualTo(404);
            assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(bob.get("/v2/bob/own/blobs/" + digest).statusCode()).isEqualTo(404);
        assertThat(
                        bob.post(
                                        "/v2/bob/own/blobs/uploads/?mount="
                                                + digest
                                                + "&from=alice/secret")
                                .statusCode())
                .isEqualTo(202);
        assertThat(
                        bob.post(
                                        "/v2/bob/own/blobs/uploads/?mount="
                                                + digest
                                                + "&from=../alice/secret")
                                .statusCode())
                .isEqualTo(202);
        assertThat(bob.post("/v2/bob/own/blobs/uploads/?mount=" + digest).statusCode())
                .isEqualTo(202);
        assertThat(new String(bob.get("/v2/_catalog").body(), UTF_8))
                .doesNotContain("alice/secret");
        assertThat(bob.manifest("alice/secret", "v1", secret).statusCode()).isEqualTo(403);
        assertThat(bob.delete("/v2/alice/secret/manifests/v1").statusCode()).isEqualTo(403);
        assertThat(bob.push("alice/new", secret).statusCode()).isEqualTo(403);
        assertThat(bob.push("nobody/new", secret).statusCode()).isEqualTo(403);
    }

    @Test
    void whatIsOpenIsReadByEverybodyAndWrittenByItsOwner() throws Exception {
        byte[] layer = bytes("open layer");
        alice.push("alice/open", layer);
        alice.manifest("alice/open", "v1", layer);
        assertThat(nobody.get("/v2/alice/open/manifests/v1").statusCode()).isEqualTo(401);

        open("alice/open");

        assertThat(nobody.get("/v2/alice/open/manifests/v1").statusCode()).isEqualTo(200);
        assertThat(nobody.get("/v2/alice/open/blobs/" + Digest.of(layer)).body()).isEqualTo(layer);
        assertThat(bob.get("/v2/alice/open/manifests/v1").statusCode()).isEqualTo(200);
        assertThat(nobody.delete("/v2/alice/open/manifests/v1").statusCode()).isEqualTo(401);
        assertThat(bob.post("/v2/bob/other/blobs/uploads/?mount=" + Digest.of(layer)).statusCode())
                .isEqualTo(201);
        assertThat(bob.get("/v2/bob/other/blobs/" + Digest.of(layer)).body()).isEqualTo(layer);
    }

    @Test
    void aTokenIsGoodForWhatItWasAskedFor() throws Exception {
        byte[] layer = bytes("scoped");
        alice.push("alice/scoped", layer);
        alice.manifest("alice/scoped", "v1", layer);
        Client pulling = alice.with("Bearer " + token("repository:alice/scoped:pull"));
        Client other = alice.with("Bearer " + token("repository:alice/app:pull,push"));

        assertThat(pulling.get("/v2/alice/scoped/manifests/v1").statusCode()).isEqualTo(200);
        assertThat(pulling.get("/v2/alice/scoped/manifests/v1").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = pulling.push("alice/scoped", bytes("more"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(field(refused, "WWW-Authenticate"))
                .contains("scope=\"repository:alice/scoped:pull,push\"")
                .contains("error=\"insufficient_scope\"");
        assertThat(other.get("/v2/alice/scoped/manifests/v1").statusCode()).isEqualTo(401);
        assertThat(alice.with("Bearer x.y.z").get("/v2/").statusCode()).isEqualTo(401);
        assertThat(pulling.get("/v2/").statusCode()).isEqualTo(200);
    }

    private static String token(String scope) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = alice.get("/token?service=warren&scope=" + scope);
        JsonNode body = JsonMapper.shared().readTree(answer.body());
        return body.path("token").asString();
    }

    @Test
    void tokensAreGivenByOauthToo() throws Exception {
        String form =
                "grant_type=password&username=alice&access_type=offline&scope=repository:alice/app:pull&password="
                        + alicePerson.token();
        HttpResponse<byte[]> given = post("/token", form);
        HttpResponse<byte[]> wrong =
                post("/token", "grant_type=password&username=bob&password=" + alicePerson.token());
        HttpResponse<byte[]> unknown = post("/token", "grant_type=other");

        assertThat(given.statusCode()).isEqualTo(200);
        JsonNode body = JsonMapper.shared().readTree(given.body());
        assertThat(body.path("access_token").asString()).isNotEmpty();
        HttpResponse<byte[]> renewed =
                post(
                        "/token",
                        "grant_type=refresh_token&refresh_token="
                                + body.path("refresh_token").asString());
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(400);
    }

    private static HttpResponse<byte[]> post(String path, String form) throws Exception {
        return nobody.send(
                "POST", path, bytes(form), "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void anUploadGoesOnPieceByPieceAndRefusesWhatIsOutOfOrder() throws Exception {
        byte[] blob = bytes("0123456789");
        String location = alice.upload("alice/pieces");
        HttpResponse<byte[]> first =
                alice.send("PATCH", location, bytes("01234"), "Content-Range", "0-4");
        HttpResponse<byte[]> again =
                alice.send("PATCH", location, bytes("01234"), "Content-Range", "0-4");
        HttpResponse<byte[]> ahead =
                alice.send("PATCH", location, bytes("89"), "Content-Range", "8-9");
        HttpResponse<byte[]> status = alice.get(location);
        HttpResponse<byte[]> done =
                alice.send(
                        "PUT",
                        location + "?digest=" + Digest.of(blob),
                        bytes("56789"),
                        "Content-Range",
                        "5-9");

        assertThat(field(first, "Range")).isEqualTo("0-4");
        assertThat(again.statusCode()).isEqualTo(416);
        assertThat(ahead.statusCode()).isEqualTo(416);
        assertThat(status.statusCode()).isEqualTo(204);
        assertThat(field(status, "Range")).isEqualTo("0-4");
        assertThat(done.statusCode()).isEqualTo(201);
        assertThat(alice.get("/v2/alice/pieces/blobs/" + Digest.of(blob)).body()).isEqualTo(blob);
        assertThat(alice.get(location).statusCode()).isEqualTo(404);
    }

    @Test
    void anUploadIsItsOwnersAndItsRepositorysOnly() throws Exception {
        String location = alice.upload("alice/mine");
        String id = location.substring(location.lastIndexOf('/') + 1);

        assertThat(bob.get(location).statusCode()).isEqualTo(403);
        alice.push("alice/mine2", bytes("x"));
        assertThat(alice.get("/v2/alice/mine2/blobs/uploads/" + id).statusCode()).isEqualTo(404);
        assertThat(alice.get("/v2/alice/mine/blobs/uploads/..").statusCode()).isIn(400, 404);
        assertThat(alice.delete(location).statusCode()).isEqualTo(204);
    }

    @Test
    void aWrongDigestLeavesNothing() throws Exception {
        String wrong = Digest.of(bytes("other")).toString();
        HttpResponse<byte[]> answer =
                alice.send("POST", "/v2/alice/wrong/blobs/uploads/?digest=" + wrong, bytes("this"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("DIGEST_INVALID");
        assertThat(alice.get("/v2/alice/wrong/blobs/" + wrong).statusCode()).isEqualTo(404);
    }

    @Test
    void tooManyUploadsAndTooManyBytesAreRefusedInNumbers() throws Exception {
        Client carol = Client.of(registry, registry.person("carol", 3));
        for (int i = 0; i < 3; i++) {
            assertThat(carol.post("/v2/carol/a/blobs/uploads/").statusCode()).isEqualTo(202);
        }
        HttpResponse<byte[]> fourth = carol.post("/v2/carol/a/blobs/uploads/");
        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(field(fourth, "Retry-After")).isNotEmpty();

        Client dave = Client.of(registry, registry.person("dave", 4));
        String location = dave.upload("dave/a");
        HttpResponse<byte[]> large =
                dave.send(
                        "PATCH",
                        location,
                        BodyPublishers.fromPublisher(
                                BodyPublishers.ofByteArray(new byte[1 << 20 | 1])));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(code(large)).isEqualTo("DENIED");
        assertThat(new String(large.body(), UTF_8)).contains("1048576");
        assertThat(dave.delete(location).statusCode()).isEqualTo(204);
        assertThat(dave.push("dave/a", new byte[1000]).statusCode()).isEqualTo(201);
    }

    @Test
    void tooManyRepositoriesManifestsAndTagsAreRefusedInNumbers() throws Exception {
        Client fred = Client.of(registry, registry.person("fred", 5));
        byte[] layer = bytes("of all of them");
        for (int i = 0; i < 20; i++) {
            assertThat(fred.manifest("fred/full", "v" + i, bytes("m" + i)).statusCode())
                    .isEqualTo(201);
        }
        HttpResponse<byte[]> manifest = fred.manifest("fred/full", "v0", layer);
        HttpResponse<byte[]> tag = fred.manifest("fred/full", "v20", bytes("m0"));
        assertThat(fred.manifest("fred/full", "v1", bytes("m0")).statusCode())
                .as("a tag that moves")
                .isEqualTo(201);
        for (int i = 1; i < 40; i++) {
            assertThat(fred.push("fred/r" + i, layer).statusCode()).isEqualTo(201);
        }
        HttpResponse<byte[]> repository = fred.push("fred/r40", layer);

        for (HttpResponse<byte[]> refused : List.of(manifest, tag, repository)) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(code(refused)).isEqualTo("DENIED");
        }
        assertThat(new String(manifest.body(), UTF_8)).contains("20");
        assertThat(new String(repository.body(), UTF_8)).contains("40");
    }

    @Test
    void pushesGoOnAfterTheDatabaseCutAllConnections() throws Exception {
        String location = alice.upload("alice/cut");
        assertThat(alice.send("PATCH", location, bytes("before ")).statusCode()).isEqualTo(202);

        registry.bean(JdbcClient.class)
                .sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where pid <> pg_backend_pid() and datname = current_database()")
                .query((row, number) -> row.getBoolean(1))
                .list();

        await().untilAsserted(
                        () -> assertThat(field(alice.get(location), "Range")).isEqualTo("0-6"));
        byte[] all = bytes("before after");
        await().untilAsserted(() ->
                assertThat(
                                alice.send(
                                                "PUT",
                                                location + "?digest=" + Digest.of(all),
                                                bytes("after"),
                                                "Content-Range",
                                                "7-11")
                                        .statusCode())
                        .isEqualTo(201));
        assertThat(alice.get("/v2/alice/cut/blobs/" + Digest.of(all)).body()).isEqualTo(all);
    }

    @Test
    void aDiskThatFailsIsNoFaultOfTheClients() throws Exception {
        Path incoming = data.resolve("registry/incoming");
        Path away = data.resolve("registry/away");
        Files.move(incoming, away);
        HttpResponse<byte[]> answer = alice.push("alice/disk", bytes("nowhere to write"));
        Files.move(away, incoming);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(code(answer)).isEqualTo("UNAVAILABLE");
        assertThat(field(answer, "Retry-After")).isNotEmpty();
        assertThat(alice.push("alice/disk", bytes("nowhere to write")).statusCode()).isEqualTo(201);
    }

    @Test
    void malformedNamesAndDigestsAreTheClientsFault() throws Exception {
        for (String path :
                List.of(
                        "/v2/alice/../bob/tags/list",
                        "/v2/alice/%2e%2e/bob/tags/list",
                        "/v2/alice%2fapp/tags/list",
                        "/v2/alice//app/tags/list",
                        "/v2/alice;x/app/tags/list",
                        "/v2/Alice/app/tags/list",
                        "/v2/" + "a".repeat(256) + "/tags/list",
                        "/v2/alice/app/blobs/sha256:ABC",
                        "/v2/alice/app/blobs/sha256:..%2f..%2fx",
                        "/v2/alice/app/blobs/md5:d41d8cd98f00b204e9800998ecf8427e")) {
            assertThat(alice.get(path).statusCode()).as(path).isIn(400, 404);
        }
        assertThat(code(alice.get("/v2/Alice/app/tags/list"))).isEqualTo("NAME_INVALID");
        assertThat(alice.get("/v2/alice/app/manifests/" + "a".repeat(129)).statusCode())
                .isEqualTo(404);
        assertThat(
                        alice.send(
                                        "PUT",
                                        "/v2/alice/app/manifests/v1",
                                        bytes("{}"),
                                        "Content-Type",
                                        "x/y")
                                .statusCode())
                .isEqualTo(400);
        assertThat(
                        alice.send(
                                        "PUT",
                                        "/v2/alice/app/manifests/v1",
                                        new byte[5 << 20],
                                        "Content-Type",
                                        "x/y")
                                .statusCode())
                .isEqualTo(413);
        assertThat(alice.send("POST", "/v2/alice/app/manifests/v1", bytes("{}")).statusCode())
                .isEqualTo(405);
    }

    @Test
    void partsOfABlobAreSentAsAskedFor() throws Exception {
        byte[] blob = bytes("0123456789");
        alice.push("alice/parts", blob);
        String path = "/v2/alice/parts/blobs/" + Digest.of(blob);

        HttpResponse<byte[]> middle = alice.get(path, "Range", "bytes=2-4");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(field(middle, "Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(middle.body()).isEqualTo(bytes("234"));
        assertThat(alice.get(path, "Range", "bytes=-3").body()).isEqualTo(bytes("789"));
        assertThat(alice.get(path, "Range", "bytes=8-99").body()).isEqualTo(bytes("89"));
        assertThat(alice.get(path, "Range", "bytes=10-").statusCode()).isEqualTo(416);
        assertThat(alice.get(path, "Range", "bytes=0-1,3-4").body()).isEqualTo(blob);
        assertThat(alice.get(path, "Range", "bytes=2-4", "If-Range", "\"other\"").body())
                .isEqualTo(blob);
        assertThat(alice.get(path, "If-None-Match", "\"" + Digest.of(blob) + "\"").statusCode())
                .isEqualTo(304);
    }

    @Test
    void skopeoPushesAndPullsAnImageToTheByte(@TempDir Path folder) throws Exception {
        Skopeo skopeo = new Skopeo(folder);
        byte[] layer = new byte[300_000];
        new Random(7).nextBytes(layer);
        Path image = skopeo.image("image", layer);
        Person erin = registry.person("erin", 51);
        String there = "docker://localhost:" + registry.port() + "/erin/app:v1";
        String credentials = "erin:" + erin.token();

        String pushed =
                skopeo.copy(
                        "oci:" + image + ":v1",
                        there,
                        "--dest-tls-verify=false",
                        "--dest-creds",
                        credentials);
        String pulled =
                skopeo.copy(
                        there,
                        "oci:" + folder.resolve("back") + ":v1",
                        "--src-tls-verify=false",
                        "--src-creds",
                        credentials);
        String refused =
                skopeo.copy(there, "oci:" + folder.resolve("no") + ":v1", "--src-tls-verify=false");

        assertThat(pushed).isEmpty();
        assertThat(pulled).isEmpty();
        assertThat(Skopeo.blobs(folder.resolve("back"))).isEqualTo(Skopeo.blobs(image));
        assertThat(refused).contains("unauthorized");
    }

    @Test
    void nothingIsHeldWhenNobodyAsks() {
        Awaitility.await()
                .untilAsserted(() -> {
                    registry.bean(HotManifests.class).changed();
                    assertThat(registry.held()).isZero();
                });
    }
}
