package dev.warren.registry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.warren.core.audit.AuditLog;
import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.ManifestReader;
import dev.warren.registry.oci.Reference.Tag;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.upkeep.Usage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands, as OpenSSH sends them. Alice is the administrator. */
class RegistryCommandIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path keys;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningRegistry registry;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Ssh admin;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Ssh bob;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Client bobsClient;

    @BeforeAll
    static void start() throws Exception {
        registry =
                RunningRegistry.start(
                        data,
                        "warren.registry.upkeep.every",
                        "1h",
                        "warren.outbound.allow",
                        "127.0.0.1",
                        "warren.webhooks.allow-http",
                        "true",
                        "warren.webhooks.poll",
                        "100ms");
        Person alice = registry.person("alice", 1);
        Person bobPerson = registry.person("bob", 2);
        admin = Ssh.of(registry, alice.account(), keys);
        bob = Ssh.of(registry, bobPerson.account(), keys);
        bobsClient = Client.of(registry, bobPerson);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] pushed(String repository, String tag, String text) throws Exception {
        byte[] layer = bytes(text);
        assertThat(bobsClient.push(repository, layer).statusCode()).isEqualTo(201);
        assertThat(bobsClient.manifest(repository, tag, layer).statusCode()).isEqualTo(201);
        return layer;
    }

    private static JsonNode json(Ssh who, String command) throws Exception {
        Ssh.Result result = who.run(command + " --json");
        assertThat(result.status()).as(result.err()).isZero();
        return JsonMapper.shared().readTree(result.out());
    }

    private static void ok(Ssh who, String command) throws Exception {
        Ssh.Result result = who.run(command);
        assertThat(result.status()).as(result.err()).isZero();
    }

    private static void refused(Ssh who, String command, String words) throws Exception {
        Ssh.Result result = who.run(command);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains(words);
    }

    @Test
    void ownersListOpenCloseAndDeleteTheirRepositories() throws Exception {
        byte[] layer = pushed("bob/app", "1.0", "an application");
        pushed("bob/app", "2.0", "another application");

        JsonNode listed = json(bob, "registry ls").path(0);
        assertThat(listed.path("name").asString()).isEqualTo("bob/app");
        assertThat(listed.path("visibility").asString()).isEqualTo("private");
        assertThat(listed.path("tags").asInt()).isEqualTo(2);
        assertThat(listed.path("size").asLong()).isEqualTo(14 + 19);
        assertThat(listed.path("pushed").asString()).isNotEmpty();
        JsonNode tag = json(bob, "registry ls bob/app").path(0);
        assertThat(tag.path("tag").asString()).isEqualTo("1.0");
        assertThat(tag.path("digest").asString())
                .isEqualTo(Digest.of(Client.manifest(layer)).toString());
        assertThat(tag.path("platforms").asInt()).isEqualTo(1);
        JsonNode part = json(bob, "registry ls bob/app:1.0 --layers").path(0);
        assertThat(part.path("digest").asString()).isEqualTo(Digest.of(layer).toString());
        assertThat(part.path("stored").asBoolean()).isTrue();

        ok(bob, "registry public bob/app");
        assertThat(Client.nobody(registry).get("/v2/bob/app/manifests/1.0").statusCode())
                .isEqualTo(200);
        ok(bob, "registry private bob/app");
        assertThat(Client.nobody(registry).get("/v2/bob/app/manifests/1.0").statusCode())
                .isEqualTo(401);
        ok(bob, "registry rm bob/app:1.0");
        assertThat(bobsClient.get("/v2/bob/app/manifests/1.0").statusCode()).isEqualTo(404);
        refused(bob, "registry rm bob/app", "--yes as well");
        ok(bob, "registry rm bob/app --yes");
        refused(bob, "registry ls bob/app", "you have no repository bob/app");
    }

    @Test
    void whoPulledIsShownToOwnersOnly() throws Exception {
        pushed("bob/pulled", "1", "pulled by some");
        ok(bob, "registry public bob/pulled");
        Person carol = registry.person("carol", 3);
        for (int i = 0; i < 3; i++) {
            Client.of(registry, carol).get("/v2/bob/pulled/manifests/1");
        }
        Client.nobody(registry).get("/v2/bob/pulled/manifests/1");
        registry.bean(Usage.class).flush();

        JsonNode pulls = json(bob, "registry pulls bob/pulled");

        assertThat(pulls.valueStream().map(row -> row.path("account").asString()).toList())
                .containsExactlyInAnyOrder("carol", "");
        assertThat(pulls.valueStream().mapToInt(row -> row.path("pulls").asInt()).sum())
                .isEqualTo(4);
        assertThat(pulls.path(0).path("last").asString()).isNotEmpty();
        refused(
                Ssh.of(registry, carol.account(), keys),
                "registry pulls bob/pulled",
                "no repository");
        refused(bob, "registry pulls bob/pulled:1", "as a whole");
    }

    @Test
    void usageIsShownInBytesAndInWords() throws Exception {
        pushed("bob/usage", "v", "some bytes");

        JsonNode usage = json(bob, "registry usage");

        assertThat(usage.path("held").asLong()).isGreaterThanOrEqualTo(10);
        assertThat(usage.path("quota").asLong()).isEqualTo(10L << 30);
        assertThat(usage.path("most_uploads").asInt()).isEqualTo(20);
        assertThat(bob.run("registry usage").out()).contains("10.0 GiB");
        refused(bob, "registry usage --cache", "only administrators");
        assertThat(json(admin, "registry usage --cache").path("limit").asLong())
                .isEqualTo(20L << 30);
    }

    @Test
    void nobodyTouchesWhatIsOthersExceptAdministratorsWhichIsRecorded() throws Exception {
        pushed("bob/theirs", "v", "not alice's");

        refused(bob, "registry ls --all", "only administrators");
        refused(bob, "registry ls --user alice", "only administrators");
        refused(bob, "registry ls alice/app", "you have no repository");
        refused(bob, "registry pin docker.io/library/alpine:3", "only administrators");
        refused(bob, "registry fsck", "only administrators");
        refused(bob, "registry rm ../x", "is no image");
        assertThat(bob.run("registry frobnicate").status()).isEqualTo(2);
        ok(admin, "registry rm bob/theirs:v");

        assertThat(registry.bean(AuditLog.class).latest(5))
                .anySatisfy(entry -> {
                    assertThat(entry.action()).isEqualTo("registry.delete");
                    assertThat(entry.subject()).isEqualTo("bob/theirs:v");
                });
    }

    @Test
    void imagesOfOtherRegistriesArePinnedByAdministrators() throws Exception {
        mirrored("library/alpine", "3.20", bytes("alpine"));

        refused(admin, "registry pin docker.io/library/busybox:1", "nothing of docker.io/library");
        ok(admin, "registry pin docker.io/library/alpine:3.20");
        assertThat(json(admin, "registry pin").path(0).path("image").asString())
                .isEqualTo("docker.io/library/alpine:3.20");
        assertThat(
                        json(admin, "registry ls docker.io/library/alpine")
                                .path(0)
                                .path("tag")
                                .asString())
                .isEqualTo("3.20");
        assertThat(
                        json(admin, "registry usage --cache")
                                .path("upstreams")
                                .path(0)
                                .path("upstream")
                                .asString())
                .isEqualTo("docker.io");
        ok(admin, "registry unpin docker.io/library/alpine:3.20");
        refused(admin, "registry unpin docker.io/library/alpine:3.20", "is not pinned");

        refused(bob, "registry rm docker.io/library/alpine:3.20", "no repository");
        ok(admin, "registry rm docker.io/library/alpine:3.20");
        refused(admin, "registry rm docker.io/library/alpine:3.20", "there is no");
        ok(admin, "registry rm docker.io/library/alpine --yes");
        refused(admin, "registry ls docker.io/library/alpine", "no repository");
        assertThat(registry.bean(AuditLog.class).latest(10))
                .anyMatch(entry -> entry.subject().equals("docker.io/library/alpine"));
    }

    private static void mirrored(String name, String tag, byte[] layer) throws Exception {
        Hosted.Tables tables = registry.bean(Hosted.Tables.class);
        Instant now = Instant.now();
        Repository mirror =
                tables.repositories().mirrored("docker.io", new RepositoryName(name), now);
        IncomingBlob incoming = registry.bean(IncomingBlobs.class).begin(Digest.Algorithm.SHA256);
        incoming.append(ByteBuffer.wrap(layer));
        Digest digest = Digest.of(layer);
        tables.blobs().add(mirror.id(), digest, layer.length, now, () -> incoming.commit(digest));
        byte[] content = Client.manifest(layer);
        Manifest manifest = ManifestReader.read(content, Manifest.OCI_MANIFEST);
        tables.manifests().put(mirror.id(), Digest.of(content), manifest, content, now);
        tables.tags().put(mirror.id(), new Tag(tag), Digest.of(content), now);
    }

    @Test
    void aWebhookIsToldOfPushesAndDeletions() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>(10);
        HttpServer receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        receiver.start();
        try {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
            refused(bob, "registry webhook", "you have no webhook (expected: registry");
            refused(bob, "registry webhook set " + url + " --events up", "some of push,delete");
            ok(bob, "registry webhook set " + url);
            pushed("bob/told", "v1", "told");
            ok(bob, "registry rm bob/told:v1");

            String push = String.valueOf(told.poll(20, TimeUnit.SECONDS));
            String delete = String.valueOf(told.poll(20, TimeUnit.SECONDS));

            assertThat(push)
                    .contains("registry.push", "\"repository\":\"bob/told\"", "\"tag\":\"v1\"")
                    .contains("\"by\":\"bob\"", Digest.of(Client.manifest(bytes("told"))).hex());
            assertThat(delete).contains("registry.delete", "\"tag\":\"v1\"");
            ok(bob, "registry webhook rm");
        } finally {
            receiver.stop(0);
        }
    }

    private static Path file(byte[] blob) {
        String hex = Digest.of(blob).hex();
        return data.resolve("registry/blobs/sha256/" + hex.substring(0, 2) + "/" + hex);
    }

    @Test
    void fsckFindsEachKindOfDamage() throws Exception {
        byte[] rots = pushed("bob/damaged", "rots", "this one rots");
        byte[] shrinks = pushed("bob/damaged", "shrinks", "this one shrinks");
        byte[] lost = pushed("bob/damaged", "lost", "this one is lost");
        byte[] taken = pushed("bob/damaged", "taken", "this one is taken");
        byte[] given = pushed("bob/damaged", "given", "this one is given away");
        byte[] forged = pushed("bob/damaged", "forged", "this one's manifest is forged");
        String upload = bobsClient.upload("bob/damaged");
        bobsClient.send("PATCH", upload, bytes("half of it"));
        assertThat(json(admin, "registry fsck").path("problems").asInt()).isZero();

        Files.write(file(rots), bytes("this one ruts"));
        Files.write(file(shrinks), bytes("this"));
        Files.delete(file(lost));
        sql("delete from registry.repository_blob where digest = ?", Digest.of(taken).toString());
        bobsClient.delete("/v2/bob/damaged/blobs/" + Digest.of(given));
        sql(
                "update registry.manifest set content = 'x' where digest = ?",
                Digest.of(Client.manifest(forged)).toString());
        sql(
                "update registry.upload set written = 99 where id = cast(? as uuid)",
                upload.substring(upload.lastIndexOf('/') + 1));

        Ssh.Result found = admin.run("registry fsck");

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.out())
                .contains(Digest.of(rots) + " of bob/damaged is wrong: its bytes hash to")
                .contains(Digest.of(shrinks) + " of bob/damaged has 4 bytes (expected: 16)")
                .contains(Digest.of(lost) + " of bob/damaged is missing")
                .contains("misses blob " + Digest.of(taken))
                .contains(Digest.of(Client.manifest(forged)) + " of bob/damaged is wrong")
                .contains("has 10 bytes (expected: 99)")
                .doesNotContain(Digest.of(given).toString());
        assertThat(found.err()).contains("6 problems");
        assertThat(admin.run("registry fsck --no-hash").err()).contains("5 problems");
        ok(bob, "registry rm bob/damaged --yes");
    }

    private static void sql(String statement, String value) {
        registry.bean(JdbcClient.class).sql(statement).param(value).update();
    }
}
