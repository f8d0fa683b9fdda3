package dev.warren.registry.it;

import static dev.warren.registry.it.Client.code;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.catalog.Repository;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.upkeep.Usage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What keeps the store right, all of it all the time, while people push. */
class UpkeepIT {

    private static final int PUSHES = 200;
    private static final int AT_ONCE = 4;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    @SuppressWarnings("NullAway.Init") // made by JUnit
    private static Path data;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static RunningRegistry registry;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Client alice;

    @BeforeAll
    static void start() {
        registry =
                RunningRegistry.start(
                        data,
                        "warren.registry.sparse",
                        "false",
                        "warren.registry.cache-size",
                        "1MB",
                        "warren.registry.keep-free",
                        "0B",
                        "warren.registry.upkeep.every",
                        "10ms",
                        "warren.registry.upkeep.collect-every",
                        "0s",
                        "warren.registry.upkeep.grace",
                        "0s",
                        "warren.registry.upkeep.check-every",
                        "0s",
                        "warren.registry.upkeep.scrub-every",
                        "0s");
        alice = Client.of(registry, registry.person("alice", 1));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Path file(byte[] blob) {
        String hex = Digest.of(blob).hex();
        return data.resolve("registry/blobs/sha256/" + hex.substring(0, 2) + "/" + hex);
    }

    private static Path quarantined(byte[] blob) {
        return data.resolve("registry/quarantine/sha256-" + Digest.of(blob).hex());
    }

    private static void damage(byte[] blob) throws IOException {
        byte[] wrong = blob.clone();
        wrong[0] ^= 1;
        Files.write(file(blob), wrong);
    }

    /** Pushes until no round comes between blob and manifest. */
    private static void pushed(String repository, byte[] layer) {
        await().atMost(LIMIT)
                .until(() -> {
                    alice.push(repository, layer);
                    return alice.manifest(repository, "v", layer).statusCode() == 201;
                });
    }

    private static HttpResponse<byte[]> pull(String repository, byte[] layer) throws Exception {
        return alice.get("/v2/" + repository + "/blobs/" + Digest.of(layer));
    }

    private static Hosted.Tables tables() {
        return registry.bean(Hosted.Tables.class);
    }

    private static Repository mirror(String name) {
        return tables().repositories()
                .mirrored("docker.io", new RepositoryName(name), Instant.now());
    }

    private static void fetched(Repository mirror, byte[] blob, Instant at) throws IOException {
        Digest digest = Digest.of(blob);
        IncomingBlob incoming = registry.bean(IncomingBlobs.class).begin(digest.algorithm());
        incoming.append(ByteBuffer.wrap(blob));
        tables().blobs().add(mirror.id(), digest, blob.length, at, () -> incoming.commit(digest));
    }

    private static boolean isKnown(byte[] blob) {
        return registry.bean(JdbcClient.class)
                .sql("select exists (select 1 from registry.blob where digest = ?)")
                .param(Digest.of(blob).toString())
                .query(Boolean.class)
                .single();
    }

    @Test
    void whatWasPushedWhileRubbishIsCollectedIsWholeOrWasRefused() throws Exception {
        List<byte[]> accepted = new ArrayList<>();
        try (ExecutorService pushers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Boolean>> pushes = new ArrayList<>();
            for (int i = 0; i < PUSHES; i++) {
                byte[] layer = bytes("layer " + i);
                String tag = "v" + i;
                pushes.add(() -> isAccepted(layer, tag));
            }
            int number = 0;
            for (Future<Boolean> push : pushers.invokeAll(pushes)) {
                if (push.get()) {
                    accepted.add(bytes("layer " + number));
                }
                number++;
            }
        }

        assertThat(accepted).isNotEmpty();
        for (byte[] layer : accepted) {
            assertThat(pull("alice/many", layer).body()).isEqualTo(layer);
        }
        assertThat(
                        registry.bean(JdbcClient.class)
                                .sql(
                                        """
                                        select count(*) from registry.manifest_child c
                                            join registry.repository r on r.id = c.repository_id
                                        where r.name = 'alice/many' and not exists (
                                            select 1 from registry.repository_blob rb
                                            where rb.repository_id = r.id and rb.digest = c.child)
                                        """)
                                .query(Long.class)
                                .single())
                .isZero();
    }

    private static boolean isAccepted(byte[] layer, String tag) throws Exception {
        assertThat(alice.push("alice/many", layer).statusCode()).isEqualTo(201);
        HttpResponse<byte[]> manifest = alice.manifest("alice/many", tag, layer);
        if (manifest.statusCode() != 201) {
            assertThat(code(manifest)).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        }
        return manifest.statusCode() == 201;
    }

    @Test
    void whatNoManifestNamesGoesAndWhatOneNamesStays() throws Exception {
        byte[] kept = bytes("kept");
        byte[] lost = bytes("lost");
        pushed("alice/rubbish", kept);
        alice.push("alice/rubbish", lost);

        await().atMost(LIMIT).until(() -> !Files.exists(file(lost)) && !isKnown(lost));

        assertThat(pull("alice/rubbish", kept).body()).isEqualTo(kept);
        assertThat(alice.delete("/v2/alice/rubbish/manifests/" + Digest.of(Client.manifest(kept))))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(202);
        await().atMost(LIMIT).until(() -> !Files.exists(file(kept)));
    }

    @Test
    void filesThatBelongToNothingGo() throws Exception {
        byte[] stray = bytes("stray");
        Files.createDirectories(file(stray).getParent());
        Files.write(file(stray), stray);
        Path begun = data.resolve("registry/incoming/" + UUID.randomUUID());
        Files.write(begun, stray);
        String upload = alice.upload("alice/slow");
        alice.send("PATCH", upload, bytes("half"));

        await().atMost(LIMIT).until(() -> !Files.exists(file(stray)) && !Files.exists(begun));

        assertThat(alice.send("PATCH", upload, bytes(" and half")).statusCode()).isEqualTo(202);
        byte[] whole = bytes("half and half");
        assertThat(
                        alice.send("PUT", upload + "?digest=" + Digest.of(whole), new byte[0])
                                .statusCode())
                .isEqualTo(201);
    }

    @Test
    void whoPulledLastAndHowOftenIsNoted() throws Exception {
        byte[] layer = bytes("pulled");
        pushed("alice/pulled", layer);
        String manifest = "/v2/alice/pulled/manifests/" + Digest.of(Client.manifest(layer));
        assertThat(alice.get(manifest).statusCode()).isEqualTo(200);

        await().atMost(LIMIT)
                .until(() ->
                        registry.bean(JdbcClient.class)
                                .sql(
                                        """
                                        select pulls > 0 and pulled_at is not null and a.name = 'alice'
                                        from registry.repository r
                                            left join core.accounts a on a.id = r.pulled_by
                                        where r.name = 'alice/pulled'
                                        """)
                                .query(Boolean.class)
                                .single());
    }

    @Test
    void pullsThatAreAnsweredFromMemoryAreCountedToo() throws Exception {
        byte[] layer = bytes("pulled all the time");
        pushed("alice/hot", layer);
        Hosted hosted = registry.bean(Hosted.class);
        hosted.open(hosted.find(new RepositoryName("alice/hot")).orElseThrow(), true);
        Client nobody = Client.nobody(registry);
        for (int i = 0; i < 50; i++) {
            assertThat(nobody.get("/v2/alice/hot/manifests/v").statusCode()).isEqualTo(200);
        }

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        registry.bean(JdbcClient.class)
                                                .sql(
                                                        "select pulls from registry.repository"
                                                                + " where name = 'alice/hot'")
                                                .query(Long.class)
                                                .single())
                                .isEqualTo(50));
    }

    @Test
    void theLongestUnusedBlobsGoAndNoneThatIsPinnedUsedOrHosted() throws Exception {
        Repository mirror = mirror("library/large");
        Instant old = Instant.now().minus(Duration.ofDays(30));
        List<byte[]> blobs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] blob = new byte[200_000];
            Arrays.fill(blob, (byte) ('a' + i));
            blobs.add(blob);
        }
        byte[] pinned = blobs.get(0);
        byte[] used = blobs.get(1);
        byte[] hosted = blobs.get(2);
        registry.bean(JdbcClient.class)
                .sql("insert into registry.pin values (?, ?, now(), 'test')")
                .params(mirror.id(), Digest.of(pinned).toString())
                .update();
        registry.bean(Usage.class).used(Digest.of(used));
        pushed("alice/large", hosted);
        for (int i = 0; i < blobs.size(); i++) {
            fetched(mirror, blobs.get(i), old.plus(Duration.ofHours(i)));
        }

        await().atMost(LIMIT).until(() -> !isKnown(blobs.get(8)));

        assertThat(List.of(pinned, used, hosted)).allMatch(UpkeepIT::isKnown);
        assertThat(blobs.subList(3, 8)).noneMatch(UpkeepIT::isKnown);
        assertThat(blobs.subList(3, 8)).noneMatch(blob -> Files.exists(file(blob)));
        assertThat(isKnown(blobs.getLast())).isTrue();
        assertThat(pull("alice/large", hosted).body()).isEqualTo(hosted);
    }

    @Test
    void aWrongBitIsFoundAndPushingAgainRepairsIt() throws Exception {
        byte[] layer = bytes("a layer that rots");
        pushed("alice/rots", layer);
        damage(layer);

        await().atMost(LIMIT).until(() -> Files.exists(quarantined(layer)));

        assertThat(code(pull("alice/rots", layer))).isEqualTo("BLOB_UNKNOWN");
        assertThat(alice.push("alice/rots", layer).statusCode()).isEqualTo(201);
        assertThat(pull("alice/rots", layer).body()).isEqualTo(layer);
    }

    @Test
    void wrongAndMissingBlobsOfOtherRegistriesAreForgotten() throws Exception {
        Repository mirror = mirror("library/rots");
        List<byte[]> blobs = List.of(bytes("wrong"), bytes("longer"), bytes("missing"));
        for (byte[] blob : blobs) {
            fetched(mirror, blob, Instant.now());
        }
        damage(blobs.get(0));
        Files.write(file(blobs.get(1)), bytes("longer than it should be"));
        Files.delete(file(blobs.get(2)));

        await().atMost(LIMIT).until(() -> blobs.stream().noneMatch(UpkeepIT::isKnown));

        assertThat(quarantined(blobs.get(0))).exists();
        assertThat(quarantined(blobs.get(1))).exists();
    }

    @Test
    void aMissingBlobOfAHostedRepositoryIsNotGivenOutUntilItIsPushedAgain() throws Exception {
        byte[] layer = bytes("a layer that is lost");
        pushed("alice/loses", layer);
        Files.delete(file(layer));

        await().atMost(LIMIT)
                .until(() ->
                        registry.bean(JdbcClient.class)
                                .sql(
                                        "select damaged is not null from registry.blob where digest = ?")
                                .param(Digest.of(layer).toString())
                                .query(Boolean.class)
                                .single());

        assertThat(alice.head("/v2/alice/loses/blobs/" + Digest.of(layer)).statusCode())
                .isEqualTo(404);
        assertThat(
                        alice.post(
                                        "/v2/alice/other/blobs/uploads/?from=alice/loses&mount="
                                                + Digest.of(layer))
                                .statusCode())
                .isEqualTo(202);
        alice.push("alice/loses", layer);
        assertThat(pull("alice/loses", layer).body()).isEqualTo(layer);
    }
}
