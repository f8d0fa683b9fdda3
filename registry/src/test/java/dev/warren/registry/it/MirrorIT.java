package dev.warren.registry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.registry.fill.FillProperties;
import dev.warren.registry.fill.Fills;
import dev.warren.registry.fill.Room;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.mirror.MirrorMetrics;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.Manifest;
import dev.warren.registry.oci.Reference;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Answer;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.source.Blob;
import dev.warren.registry.source.Served;
import dev.warren.registry.source.Source;
import dev.warren.registry.store.BlobStore;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.testing.Fault;
import dev.warren.registry.testing.FaultyUpstream;
import dev.warren.registry.testing.Reader;
import dev.warren.registry.upstream.Upstreams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Repositories of upstreams, each test with an upstream of its own. */
@ExtendWith(PullingRegistry.class)
class MirrorIT {

    private static int used;

    private final int number = used++;
    private final RunningRegistry registry = PullingRegistry.registry();
    private final FaultyUpstream server = PullingRegistry.alone(number);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void nothingIsHeld() {
        go.countDown();
        await().untilAsserted(() -> assertThat(registry.held()).isZero());
    }

    private Source source(String name) {
        return source(registry.bean(Mirrors.class), name);
    }

    private Source source(Mirrors mirrors, String name) {
        return mirrors.source("u" + number, new RepositoryName(name), "somebody").orElseThrow();
    }

    private static Reference tag(String name) {
        return new Reference.Tag(name);
    }

    private static String image(int variant) {
        Digest layer = Digest.of(new byte[] {(byte) variant});
        return """
        { "schemaVersion": 2,
          "config": {"mediaType": "c", "digest": "%s", "size": 1},
          "layers": [{"mediaType": "l", "digest": "%s", "size": 1}] }
        """
                .formatted(layer, layer);
    }

    private Digest serve(String tag, int variant) {
        return server.manifest("a/b", tag, Manifest.OCI_MANIFEST, image(variant));
    }

    private static <T> T found(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Found.class);
        return ((Answer.Found<T>) answer).value();
    }

    private static Answer.Unavailable<?> unavailable(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        return (Answer.Unavailable<?>) answer;
    }

    private boolean hasRow(String name) {
        return registry.bean(JdbcClient.class)
                .sql(
                        "select exists (select 1 from registry.repository where upstream = ? and name = ?)")
                .params("u" + number, name)
                .query(Boolean.class)
                .single();
    }

    @Test
    void freshTagIsAnsweredWithoutTheUpstream() {
        Digest digest = serve("new1", 1);

        Served first = found(source("a/b").manifest(tag("new1")));
        Served second = found(source("a/b").manifest(tag("new1")));
        Served byDigest = found(source("a/b").manifest(new Reference.ByDigest(digest)));

        assertThat(first.content()).asString().isEqualTo(image(1));
        assertThat(first.mediaType()).isEqualTo(Manifest.OCI_MANIFEST);
        assertThat(second.content()).isEqualTo(byDigest.content()).isEqualTo(first.content());
        assertThat(second.digest()).isEqualTo(digest);
        assertThat(server.asked("/manifests/")).hasSize(1);
    }

    @Test
    void oldTagIsAskedForByHeadAndFollowed() {
        serve("old1", 1);
        found(source("a/b").manifest(tag("old1")));

        assertThat(found(source("a/b").manifest(tag("old1"))).stale()).isEmpty();
        await().until(() -> server.asked("HEAD").size() == 1);
        assertThat(server.asked("GET")).hasSize(1);

        Digest moved = serve("old1", 2);
        await().untilAsserted(() ->
                assertThat(found(source("a/b").manifest(tag("old1"))).digest()).isEqualTo(moved));
        assertThat(server.asked("GET")).hasSize(2);
        assertThat(server.asked("GET").get(1).path()).endsWith(moved.toString());
    }

    @Test
    void oldTagIsServedWhileTheUpstreamDoesNotAnswer() {
        Digest digest = serve("old1", 1);
        serve("old2", 2);
        found(source("a/b").manifest(tag("old1")));
        found(source("a/b").manifest(tag("old2")));
        server.next("/old2", Fault.hang(go), Fault.hang(go));

        Served slow = found(source("a/b").manifest(tag("old2")));
        assertThat(slow.stale()).as("nobody knows yet").isEmpty();
        await().untilAsserted(() ->
                assertThat(found(source("a/b").manifest(tag("old2"))).stale()).isPresent());

        server.setDown(true);
        Served served = found(source("a/b").manifest(tag("old1")));
        assertThat(served.digest()).isEqualTo(digest);
        await().untilAsserted(() ->
                assertThat(found(source("a/b").manifest(tag("old1"))).stale()).isPresent());
    }

    @Test
    void whatWasNeverHereIsNotMissingWhileNobodyCanBeAsked() {
        server.next("/broken", Fault.status(503, "Retry-After: 17"));
        server.next("/many", Fault.status(429, "Retry-After: 77"));

        Answer.Unavailable<?> broken = unavailable(source("a/b").manifest(tag("broken")));
        Answer.Unavailable<?> many = unavailable(source("a/b").manifest(tag("many")));

        assertThat(broken.cause()).isEqualTo(Cause.BROKEN);
        assertThat(broken.retryAfter()).hasSeconds(17);
        assertThat(many.cause()).isEqualTo(Cause.RATE);
        assertThat(many.retryAfter()).hasSeconds(77);
        unavailable(source("a/b").manifest(tag("many")));
        assertThat(server.asked("/many")).hasSize(1);
        server.setDown(true);
        unavailable(source("a/b").blob(Digest.of(new byte[1])));
        unavailable(source("a/b").tags("", 10));
    }

    @Test
    void unknownNamesAreAskedForOnceAndLeaveNoTrace() {
        for (int i = 0; i < 5; i++) {
            assertThat(source("un/known").manifest(tag("none"))).isInstanceOf(Answer.Missing.class);
            assertThat(source("un/known").blob(Digest.of(new byte[2])))
                    .isInstanceOf(Answer.Missing.class);
            assertThat(
                            found(
                                    source("un/known")
                                            .referrers(Digest.of(new byte[2]), Optional.empty())))
                    .isEmpty();
        }

        assertThat(server.asked("/none")).hasSize(1);
        assertThat(server.asked("/blobs/")).hasSize(1);
        assertThat(server.asked("/referrers/")).hasSize(1);
        assertThat(hasRow("un/known")).isFalse();
    }

    @Test
    void manyWhoAskAtOnceAreOneQuestion() {
        serve("new1", 1);
        server.next("/new1", Fault.pause(5, go));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer<Served>>> answers =
                    IntStream.range(0, 20)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(
                                            () -> source("a/b").manifest(tag("new1")), threads))
                            .toList();
            await().until(() -> server.asked("/new1").size() == 1);
            go.countDown();

            assertThat(answers)
                    .allSatisfy(answer -> found(answer.orTimeout(10, TimeUnit.SECONDS).join()));
        }
        assertThat(server.asked("/new1")).hasSize(1);
    }

    @Test
    void deniedOrRemovedImagesAreNotServedAnyLonger() {
        serve("old1", 1);
        serve("old2", 2);
        found(source("a/b").manifest(tag("old1")));
        found(source("a/b").manifest(tag("old2")));
        server.next("/old1", Fault.status(401), Fault.status(403), Fault.status(403));
        server.forget("/v2/a/b/manifests/old2");

        await().untilAsserted(() ->
                assertThat(unavailable(source("a/b").manifest(tag("old1"))).words())
                        .contains("UNAUTHORIZED"));
        await().untilAsserted(() ->
                assertThat(source("a/b").manifest(tag("old2"))).isInstanceOf(Answer.Missing.class));
    }

    @Test
    void digestOfAHeadIsAHintOnly() {
        serve("old1", 1);
        found(source("a/b").manifest(tag("old1")));
        Digest moved = serve("old1", 2);
        server.next(
                "/old1", Fault.with("Docker-Content-Digest: " + Digest.of(new byte[] {1, 2, 3})));

        await().untilAsserted(() ->
                assertThat(found(source("a/b").manifest(tag("old1"))).digest()).isEqualTo(moved));
    }

    @Test
    void manifestsOfOldKindsAreHandedOn() {
        String type = "application/vnd.docker.distribution.manifest.v1+prettyjws";
        server.manifest("a/b", "new1", type, "{\"schemaVersion\":1}");

        Served served = found(source("a/b").manifest(tag("new1")));

        assertThat(served.mediaType()).isEqualTo(type);
        assertThat(served.content()).asString().isEqualTo("{\"schemaVersion\":1}");
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[200_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(Answer<Blob> answer) throws IOException {
        return switch (found(answer)) {
            case Blob.Growing growing -> Reader.start(growing.file()).whole();
            case Blob.Whole whole -> Files.readAllBytes(whole.path());
            case Blob.Away away -> throw new AssertionError("not here: " + away);
            case Blob.Passing passing -> {
                try (InputStream in = passing.opening().open()) {
                    yield in.readAllBytes();
                }
            }
        };
    }

    private void awaitKept(String repository, Digest digest) {
        await().untilAsserted(() ->
                assertThat(found(source(repository).blob(digest))).isInstanceOf(Blob.Whole.class));
    }

    @Test
    void blobIsFetchedOnceAndAgainWhenItsFileIsGone() throws IOException {
        byte[] bytes = random(1);
        Digest digest = server.blob("a/b", bytes);

        assertThat(read(source("a/b").blob(digest))).isEqualTo(bytes);
        awaitKept("a/b", digest);
        assertThat(read(source("a/b").blob(digest))).isEqualTo(bytes);
        assertThat(server.asked("/blobs/")).hasSize(1);

        registry.bean(BlobStore.class).delete(digest);
        assertThat(read(source("a/b").blob(digest))).isEqualTo(bytes);
        assertThat(server.asked("GET")).hasSize(2);
    }

    @Test
    void blobIsGivenOnlyThroughRepositoriesThatHaveIt() throws IOException {
        byte[] bytes = random(2);
        Digest digest = server.blob("secret/one", bytes);
        read(source("secret/one").blob(digest));
        awaitKept("secret/one", digest);

        assertThat(source("other/one").blob(digest)).isInstanceOf(Answer.Missing.class);
        assertThat(source("other/one").size(digest)).isInstanceOf(Answer.Missing.class);

        server.blob("third/one", bytes);
        assertThat(read(source("third/one").blob(digest))).isEqualTo(bytes);
        assertThat(server.asked("GET")).as("its HEAD was enough").hasSize(1);
        assertThat(registry.bean(Hosted.Tables.class).blobs().readableSize(digest, -1)).isEmpty();
    }

    @Test
    void whoJoinsAFetchShowsThatItsRepositoryHasTheBlobToo() throws IOException {
        byte[] bytes = random(3);
        Digest digest = server.blob("secret/two", bytes);
        server.blob("third/two", bytes);
        server.next("/v2/secret/two/blobs/", Fault.pause(1000, go));
        found(source("secret/two").blob(digest));

        assertThat(source("other/two").blob(digest)).isInstanceOf(Answer.Missing.class);
        Answer<Blob> third = source("third/two").blob(digest);
        go.countDown();

        assertThat(read(third)).isEqualTo(bytes);
        awaitKept("third/two", digest);
        assertThat(server.asked("GET")).hasSize(1);
    }

    @Test
    void sizeFetchesNothing() {
        Digest digest = server.blob("a/b", random(4));

        assertThat(found(source("a/b").size(digest))).isEqualTo(200_000);

        assertThat(server.asked("GET")).isEmpty();
        assertThat(server.asked("HEAD")).hasSize(1);
    }

    @Test
    void withoutRoomBlobsArePassedThrough() throws IOException {
        byte[] bytes = random(5);
        Digest digest = server.blob("a/b", bytes);
        Mirrors mirrors = withoutRoom();

        Answer<Blob> answer = source(mirrors, "a/b").blob(digest);

        assertThat(found(answer)).isInstanceOf(Blob.Passing.class);
        assertThat(found(answer).size()).isEqualTo(bytes.length);
        assertThat(read(answer)).isEqualTo(bytes);
        server.next("/blobs/", Fault.corrupt(bytes.length - 1));
        assertThatThrownBy(() -> read(answer)).hasMessageContaining("not what its digest says");
    }

    private Mirrors withoutRoom() {
        Room none =
                new Room() {
                    @Override
                    public Optional<Claim> claim(String upstream, long bytes) {
                        return Optional.empty();
                    }

                    @Override
                    public boolean makeRoom(long bytes) {
                        return false;
                    }
                };
        IncomingBlobs files = registry.bean(IncomingBlobs.class);
        InstantSource clock = InstantSource.system();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Fills fills =
                new Fills(
                        files,
                        none,
                        registry.budget(),
                        registry.bean(FillProperties.class),
                        meters,
                        clock);
        return new Mirrors(
                registry.bean(Upstreams.class),
                new Mirrors.Store(
                        files.store(),
                        fills,
                        _ -> {},
                        registry.budget().child("lists of a test", 1 << 20),
                        Long.MAX_VALUE),
                registry.bean(Hosted.Tables.class),
                new TransactionTemplate(registry.bean(PlatformTransactionManager.class)),
                new MirrorMetrics(meters),
                clock);
    }

    @Test
    void listsAreAskedForOnceAndStayWhileTheUpstreamDoesNotAnswer() {
        server.serve("/v2/a/b/tags/list", "application/json", "{\"tags\":[\"b\",\"a\"]}");
        Digest subject = Digest.of(new byte[] {9});
        server.serve("/v2/a/b/referrers/" + subject, Manifest.OCI_INDEX, "{\"manifests\":[]}");

        assertThat(found(source("a/b").tags("", 10))).containsExactly("a", "b");
        assertThat(found(source("a/b").referrers(subject, Optional.empty()))).isEmpty();
        server.setDown(true);

        assertThat(found(source("a/b").tags("", 10))).containsExactly("a", "b");
        assertThat(found(source("a/b").referrers(subject, Optional.empty()))).isEmpty();
        assertThat(server.asked("tags/list")).hasSize(1);
        assertThat(server.asked("/referrers/")).hasSize(1);
        assertThat(source("a/b").tags("b", 10))
                .as("another page")
                .isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void referrersAreThoseOfTheUpstream() {
        Digest subject = serve("new1", 1);
        server.serve(
                "/v2/a/b/referrers/" + subject,
                Manifest.OCI_INDEX,
                """
                {"manifests":[
                  {"mediaType":"m","digest":"%s","size":7,"artifactType":"sig"},
                  {"mediaType":"m","digest":"%s","size":7,"artifactType":"sbom"}]}
                """
                        .formatted(Digest.of(new byte[1]), Digest.of(new byte[2])));

        assertThat(found(source("a/b").referrers(subject, Optional.empty()))).hasSize(2);
        assertThat(found(source("a/b").referrers(subject, Optional.of("sbom"))))
                .singleElement()
                .satisfies(referrer ->
                        assertThat(referrer.digest()).isEqualTo(Digest.of(new byte[2])));
    }
}
