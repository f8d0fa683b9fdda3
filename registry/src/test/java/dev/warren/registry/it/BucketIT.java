package dev.warren.registry.it;

import static dev.warren.registry.it.Client.code;
import static dev.warren.registry.it.Client.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.fill.Fills;
import dev.warren.registry.it.RunningRegistry.Person;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.testing.Fault;
import dev.warren.registry.testing.FaultyBucket.Way;
import dev.warren.registry.upkeep.Fsck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Blobs in a bucket that two machines share. */
@ExtendWith(BucketNodes.class)
class BucketIT {

    private static final int MEGA = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Person alice = BucketNodes.alice();
    private final Client first = Client.of(BucketNodes.first(), alice);
    private Client second = Client.of(BucketNodes.second(), alice);

    @BeforeEach
    void forget() {
        BucketNodes.bucket().forget();
    }

    @AfterEach
    void heal() {
        BucketNodes.bucket().heal();
    }

    private static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String path(byte[] blob) {
        return "/v2/alice/app/blobs/" + Digest.of(blob);
    }

    private static byte[] pushed(Client to, int seed, int size) throws Exception {
        byte[] blob = random(seed, size);
        HttpResponse<byte[]> answer = to.push("alice/app", blob);
        assertThat(answer.statusCode())
                .as("%s", new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        return blob;
    }

    /** What may be removed later may be removed now. */
    private static void hurry() {
        BucketNodes.jdbc()
                .sql("update registry.object set remove_at = now() where remove_at is not null")
                .update();
    }

    private static void awaitNothingLeft(UUID upload) {
        await().atMost(LIMIT)
                .untilAsserted(() -> {
                    hurry();
                    assertThat(unfinished()).as("objects after %s", upload).isZero();
                });
    }

    private static long unfinished() {
        return BucketNodes.jdbc()
                .sql("select count(*) from registry.object where digest is null")
                .query(Long.class)
                .single();
    }

    @Test
    void imagesOfOneMachineArePulledFromTheOther(@TempDir Path folder) throws Exception {
        Skopeo skopeo = new Skopeo(folder);
        Path image = skopeo.image("image", random(1, 12 * MEGA));
        String credentials = "alice:" + alice.token();
        String name = "/alice/demo:v1";

        String pushed =
                skopeo.copy(
                        "oci:" + image + ":v1",
                        "docker://localhost:" + BucketNodes.first().port() + name,
                        "--dest-tls-verify=false",
                        "--dest-creds=" + credentials);
        String pulled =
                skopeo.copy(
                        "docker://localhost:" + BucketNodes.second().port() + name,
                        "oci:" + folder.resolve("pulled") + ":v1",
                        "--src-tls-verify=false",
                        "--src-creds=" + credentials);

        assertThat(pushed).isEmpty();
        assertThat(pulled).isEmpty();
        assertThat(Skopeo.blobs(folder.resolve("pulled"))).isEqualTo(Skopeo.blobs(image));
        assertThat(BucketNodes.bucket().asked("partNumber=")).hasSize(3);
    }

    @Test
    void manyReadersAreOneReadingOfTheBucket() throws Exception {
        byte[] blob = pushed(second, 2, 6 * MEGA);
        BucketNodes.bucket().forget();

        List<Callable<byte[]>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(() -> first.get(path(blob)).body());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<byte[]> each : threads.invokeAll(readers)) {
                assertThat(each.get()).isEqualTo(blob);
            }
        }
        assertThat(first.get(path(blob), "Range", "bytes=10-19").body())
                .isEqualTo(Arrays.copyOfRange(blob, 10, 20));

        assertThat(BucketNodes.bucket().asked("")).as("one GET, no HEAD").hasSize(1);
    }

    @Test
    void partsAreSentWhileTheBlobComes() throws Exception {
        byte[] blob = random(3, 11 * MEGA);
        String upload = first.upload("alice/app");

        assertThat(first.send("PATCH", upload, blob).statusCode()).isEqualTo(202);
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(BucketNodes.bucket().asked("partNumber=")).hasSize(2));
        int status =
                first.send("PUT", upload + "?digest=" + Digest.of(blob), new byte[0]).statusCode();

        assertThat(status).isEqualTo(201);
        assertThat(BucketNodes.bucket().asked("partNumber=")).hasSize(3);
        assertThat(second.head(path(blob)).statusCode()).isEqualTo(200);
    }

    @Test
    void nothingIsHalfStoredWhenTheBucketFailsAndThePushCanBeGoneOnWith() throws Exception {
        byte[] blob = random(4, 6 * MEGA);
        String upload = first.upload("alice/app");
        BucketNodes.bucket().fail(Way.ERROR, line -> !line.startsWith("GET"));
        first.send("PATCH", upload, blob);

        HttpResponse<byte[]> refused =
                first.send("PUT", upload + "?digest=" + Digest.of(blob), new byte[0]);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(code(refused)).isEqualTo("UNAVAILABLE");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                .contains("does not answer")
                .doesNotContain("127.0.0.1");
        assertThat(first.head(path(blob)).statusCode()).isEqualTo(404);

        BucketNodes.bucket().heal();
        int status =
                first.send("PUT", upload + "?digest=" + Digest.of(blob), new byte[0]).statusCode();
        assertThat(status).isEqualTo(201);
        assertThat(first.get(path(blob)).body()).isEqualTo(blob);
    }

    @Test
    void aBucketThatDoesNotAnswerIsGivenUp() throws Exception {
        byte[] blob = pushed(second, 5, 2 * MEGA);
        BucketNodes.bucket().fail(Way.SILENT, _ -> true);

        HttpResponse<byte[]> refused = first.get(path(blob));

        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(field(refused, "Retry-After")).isNotEmpty();
        BucketNodes.bucket().heal();
        assertThat(first.get(path(blob)).body()).isEqualTo(blob);
    }

    @Test
    void aReadingThatIsCutIsGoneOnWith() throws Exception {
        byte[] blob = pushed(second, 6, 2 * MEGA);
        AtomicBoolean once = new AtomicBoolean();
        BucketNodes.bucket().forget();
        BucketNodes.bucket().fail(Way.CUT, _ -> once.compareAndSet(false, true));

        assertThat(first.get(path(blob)).body()).isEqualTo(blob);

        assertThat(BucketNodes.bucket().asked("GET")).hasSize(2);
    }

    @Test
    void clientsAreSentToTheBucketForLargeBlobsThatAreAway() throws Exception {
        byte[] large = pushed(first, 7, 2 * MEGA);
        byte[] small = pushed(first, 8, 1000);

        HttpResponse<byte[]> answer = second.get(path(large));

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(field(answer, "Docker-Content-Digest")).isEqualTo(Digest.of(large).toString());
        String link = field(answer, "Location");
        HttpResponse<byte[]> sent = fetched(link);
        assertThat(sent.statusCode())
                .as("%s", new String(sent.body(), StandardCharsets.ISO_8859_1))
                .isEqualTo(200);
        assertThat(sent.body()).isEqualTo(large);
        assertThat(fetched(link, "Range", "bytes=5-9").body())
                .isEqualTo(Arrays.copyOfRange(large, 5, 10));
        assertThat(fetched(link.replace("X-Amz-Signature=", "X-Amz-Signature=0")).statusCode())
                .isEqualTo(403);
        assertThat(second.get(path(small)).statusCode()).isEqualTo(200);
        assertThat(Client.nobody(BucketNodes.second()).get(path(large)).statusCode())
                .as("not for everybody")
                .isEqualTo(401);
    }

    private static HttpResponse<byte[]> fetched(String link, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(link));
        if (fields.length > 0) {
            request.headers(fields);
        }
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    @Test
    void anUploadThatIsCancelledLeavesNothing() throws Exception {
        String upload = first.upload("alice/app");
        first.send("PATCH", upload, random(9, 6 * MEGA));
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(BucketNodes.bucket().asked("partNumber=")).hasSize(1));

        assertThat(first.delete(upload).statusCode()).isEqualTo(204);

        awaitNothingLeft(id(upload));
        assertThat(BucketNodes.bucket().asked("DELETE"))
                .anyMatch(line -> line.contains("uploadId="));
    }

    private static UUID id(String upload) {
        return UUID.fromString(upload.substring(upload.lastIndexOf('/') + 1));
    }

    @Test
    void anUploadIsGoneOnWithAfterARestartAndLeavesNothingBehind() throws Exception {
        byte[] blob = random(10, 6 * MEGA);
        String upload = second.upload("alice/app");
        second.send("PATCH", upload, Arrays.copyOf(blob, 5 * MEGA));
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(BucketNodes.bucket().asked("partNumber=")).hasSize(1));

        BucketNodes.restartSecond();
        second = Client.of(BucketNodes.second(), alice);
        second.send("PATCH", upload, Arrays.copyOfRange(blob, 5 * MEGA, blob.length));
        int status =
                second.send("PUT", upload + "?digest=" + Digest.of(blob), new byte[0]).statusCode();

        assertThat(status).isEqualTo(201);
        assertThat(first.get(path(blob)).body()).isEqualTo(blob);
        awaitNothingLeft(id(upload));
        assertThat(BucketNodes.bucket().asked("DELETE"))
                .anyMatch(line -> line.contains("uploadId="));
    }

    @Test
    void whatADeadMachineWasWritingIsRemovedByTheOthers() throws Exception {
        UUID dead = UUID.randomUUID();
        BucketNodes.jdbc()
                .sql(
                        "insert into registry.object (key, node, touched_at)"
                                + " values ('blobs/dead', ?, now() - interval '1 day')")
                .param(dead)
                .update();

        awaitNothingLeft(dead);
    }

    @Test
    void anUploadIsNotGoneOnWithAtAnotherMachine() throws Exception {
        String upload = first.upload("alice/app");
        first.send("PATCH", upload, random(11, 1000));

        HttpResponse<byte[]> refused = second.send("PATCH", upload, random(12, 1000));

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(code(refused)).isEqualTo("BLOB_UPLOAD_UNKNOWN");
        first.delete(upload);
    }

    @Test
    void aBlobThatIsDeletedIsRemovedFromTheBucket() throws Exception {
        byte[] blob = pushed(first, 13, 1000);
        assertThat(first.delete(path(blob)).statusCode()).isEqualTo(202);

        await().atMost(LIMIT)
                .untilAsserted(() -> {
                    hurry();
                    assertThat(BucketNodes.bucket().asked("DELETE")).isNotEmpty();
                });
        assertThat(second.get(path(blob)).statusCode()).isEqualTo(404);
        awaitNothingLeft(UUID.randomUUID());
    }

    @Test
    void theQuotaHoldsForABucketToo() throws Exception {
        Person bob = BucketNodes.first().person("bob" + System.nanoTime() % 1000, 99);
        Client client = Client.of(BucketNodes.first(), bob);

        HttpResponse<byte[]> refused =
                client.push(bob.account().name() + "/app", random(14, 68_000_000));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(code(refused)).isEqualTo("DENIED");
    }

    private static Duration sinceHashed(byte[] blob) {
        return Duration.ofSeconds(
                BucketNodes.jdbc()
                        .sql(
                                "select extract(epoch from now() - checked_at)::bigint"
                                        + " from registry.blob where digest = ? and damaged is null")
                        .param(Digest.of(blob).toString())
                        .query(Long.class)
                        .single());
    }

    private static void awaitHashing(byte[] blob) {
        BucketNodes.jdbc()
                .sql("update registry.blob set checked_at = to_timestamp(0) where digest = ?")
                .param(Digest.of(blob).toString())
                .update();
        await().atMost(LIMIT).until(() -> sinceHashed(blob).toDays() < 8);
    }

    @Test
    void aBucketThatIsAwayMakesNoBlobWrongAndItIsHashedSoonAfterwards() throws Exception {
        byte[] blob = pushed(first, 16, 300_000);

        for (Way way : List.of(Way.CUT, Way.ERROR)) {
            BucketNodes.bucket().fail(way, line -> line.startsWith("GET"));
            awaitHashing(blob);
            // the second time shows that the first made it no damaged one
            awaitHashing(blob);
            assertThat(sinceHashed(blob).toDays()).as("%s", way).isEqualTo(6);
            BucketNodes.bucket().heal();
        }

        awaitHashing(blob);
        await().atMost(LIMIT).until(() -> sinceHashed(blob).toMinutes() < 1);
        assertThat(first.get(path(blob)).body()).isEqualTo(blob);
    }

    private static long fetching(Digest digest) {
        return BucketNodes.jdbc()
                .sql("select count(*) from registry.fetching where digest = ?")
                .param(digest.toString())
                .query(Long.class)
                .single();
    }

    @Test
    void whatOneMachineFetchesTheOtherWaitsFor() throws Exception {
        byte[] blob = random(17, 800_000);
        CountDownLatch go = new CountDownLatch(1);
        Digest digest = BucketNodes.upstream().blob("a/shared", blob);
        BucketNodes.upstream().next("/a/shared/blobs/", Fault.pause(1000, go));
        String path = "/v2/test/a/shared/blobs/" + digest;

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> one = threads.submit(() -> first.get(path).body());
            await().atMost(LIMIT).until(() -> fetching(digest) == 1);
            Future<byte[]> other = threads.submit(() -> second.get(path).body());
            Fills waiting = BucketNodes.second().bean(Fills.class);
            await().atMost(LIMIT).until(() -> waiting.via(digest).isPresent());
            go.countDown();

            assertThat(one.get()).isEqualTo(blob);
            assertThat(other.get()).isEqualTo(blob);
        }

        assertThat(BucketNodes.upstream().asked("GET /v2/a/shared/blobs")).hasSize(1);
        await().atMost(LIMIT).until(() -> fetching(digest) == 0);
    }

    @Test
    void aMachineThatDiedOrIsSlowIsNotWaitedFor() throws Exception {
        byte[] dead = random(18, 1000);
        byte[] slow = random(19, 1000);
        BucketNodes.upstream().blob("a/left", dead);
        BucketNodes.upstream().blob("a/left", slow);
        BucketNodes.jdbc()
                .sql(
                        """
                        insert into registry.fetching (digest, node, since, until, done, size) values
                            (?, ?, now() - interval '1 hour', now() - interval '1 minute', 1, 1000),
                            (?, ?, now() - interval '1 hour', now() + interval '1 hour', 1, 1000)
                        """)
                .params(
                        Digest.of(dead).toString(),
                        UUID.randomUUID(),
                        Digest.of(slow).toString(),
                        UUID.randomUUID())
                .update();

        for (byte[] blob : List.of(dead, slow)) {
            assertThat(first.get("/v2/test/a/left/blobs/" + Digest.of(blob)).body())
                    .isEqualTo(blob);
        }

        // its own turn is over a moment after clients have it
        await().atMost(LIMIT).until(() -> fetching(Digest.of(dead)) == 0);
        assertThat(fetching(Digest.of(slow))).as("another's turn is left alone").isEqualTo(1);
    }

    @Test
    void fsckReadsTheBucket() throws Exception {
        byte[] blob = pushed(first, 15, 1000);
        Fsck fsck = BucketNodes.second().bean(Fsck.class);
        List<String> problems = new ArrayList<>();

        assertThat(fsck.run(new Fsck.Wish(true, () -> false), problems::add).isGood())
                .as("%s", problems)
                .isTrue();
        String key =
                BucketNodes.jdbc()
                        .sql("select key from registry.object where digest = ?")
                        .param(Digest.of(blob).toString())
                        .query(String.class)
                        .single();
        BucketNodes.jdbc()
                .sql("update registry.object set key = 'blobs/none' where key = ?")
                .param(key)
                .update();
        fsck.run(new Fsck.Wish(false, () -> false), problems::add);
        BucketNodes.jdbc()
                .sql("update registry.object set key = ? where key = 'blobs/none'")
                .param(key)
                .update();

        assertThat(problems).singleElement().asString().contains("is missing");
    }
}
