package dev.warren.registry.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.ManualClock;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.oci.RepositoryName;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.store.BlobFiles;
import dev.warren.registry.store.IncomingBlobs;
import dev.warren.registry.testing.Fault;
import dev.warren.registry.testing.FaultyUpstream;
import dev.warren.registry.testing.Reader;
import dev.warren.registry.testing.TestUpstreams;
import dev.warren.registry.upstream.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class FillsIT {

    private static final int SIZE = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before each test
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryBudget budget = MemoryBudget.root("test", 8 << 20);
    private final CountDownLatch go = new CountDownLatch(1);
    private final byte[] bytes = random(SIZE);

    @SuppressWarnings("NullAway.Init") // made before each test
    private FaultyUpstream server;

    @SuppressWarnings("NullAway.Init") // made before each test
    private TestUpstreams upstreams;

    @SuppressWarnings("NullAway.Init") // made before each test
    private IncomingBlobs files;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Fills fills;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Digest digest;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyUpstream();
        digest = server.blob("a/b", bytes);
        upstreams = new TestUpstreams(server, budget, meters, clock, Map.of());
        files = IncomingBlobs.in(folder, BlobFiles.in(folder));
        fills = fills(4, 4, DataSize.ofBytes(0));
    }

    private Fills fills(int atOnce, int waiting, DataSize keepFree) {
        return new Fills(
                files,
                new DiskRoom(files.store(), keepFree, (_, _) -> 0),
                budget,
                new FillProperties(
                        atOnce,
                        waiting,
                        Duration.ofMillis(200),
                        DataSize.ofMegabytes(200),
                        DataSize.ofGigabytes(1),
                        DataSize.ofKilobytes(1),
                        6),
                meters,
                clock);
    }

    @AfterEach
    void stop() throws IOException {
        go.countDown();
        fills.close();
        upstreams.close();
        server.close();
        await().untilAsserted(() -> assertThat(budget.used()).isZero());
        List<Object> left = new ArrayList<>();
        files.each(left::add);
        assertThat(left).isEmpty();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Order order(Digest wanted, OptionalLong expected) {
        return new Order(origin(), wanted, expected, (size, publish) -> publish.run());
    }

    private Origin origin() {
        return new UpstreamOrigin(
                upstreams.get(), upstreams.get().repository(new RepositoryName("a/b")));
    }

    private Fill fetch() {
        return fill(fills.fetch(order(digest, OptionalLong.empty())));
    }

    private static Fill fill(Reply<Fetched> reply) {
        assertThat(reply).isInstanceOf(Reply.Good.class);
        return ((Reply.Good<Fetched>) reply).value().fill().orElseThrow();
    }

    private static Reply.Failed<?> failed(Reply<?> reply) {
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        return (Reply.Failed<?>) reply;
    }

    private void assertStored(boolean whether) {
        await().untilAsserted(() -> assertThat(fills.via(digest)).isEmpty());
        assertThat(stored()).isEqualTo(whether);
    }

    private boolean stored() {
        try {
            return files.store().find(digest).isPresent();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Readers hear of the end before it is counted. */
    private void awaitEnd(FillMetrics.End end) {
        await().untilAsserted(() -> assertThat(ended(end)).isEqualTo(1));
    }

    private double ended(FillMetrics.End end) {
        return Optional.ofNullable(
                        meters.find("warren.registry.fills.ended")
                                .tag("end", end.name().toLowerCase(Locale.ROOT))
                                .counter())
                .map(counter -> counter.count())
                .orElse(0.0);
    }

    @Test
    void fetchesOnceForAllWhoAsk() {
        server.next("/blobs/", Fault.pause(SIZE / 2, go));
        List<Reader> readers = IntStream.range(0, 20).mapToObj(_ -> Reader.start(fetch())).toList();
        await().untilAsserted(() ->
                assertThat(readers).allMatch(reader -> reader.bytes().length == SIZE / 2));
        assertThat(stored()).isFalse();

        go.countDown();

        assertThat(readers).allSatisfy(r -> assertThat(r.whole()).isEqualTo(bytes));
        assertThat(server.asked("/blobs/")).hasSize(1);
        assertStored(true);
        awaitEnd(FillMetrics.End.STORED);
        assertThat(meters.get("warren.registry.fills.joined").counter().count()).isEqualTo(19);
    }

    @Test
    void letsOnlyTheSameRepositorysClientsJoinUnasked() {
        server.next("/blobs/", Fault.pause(SIZE / 2, go));
        String via = order(digest, OptionalLong.empty()).origin().via();
        assertThat(fills.join(digest, via)).isEmpty();
        Fill coming = fetch();

        assertThat(fills.join(digest, "test/another")).isEmpty();
        assertThat(fills.join(digest, via).map(FillsIT::fill)).containsSame(coming);
        go.countDown();

        assertThat(Reader.start(coming).whole()).isEqualTo(bytes);
    }

    @Test
    void goesOnWhereTheUpstreamBrokeOff() {
        server.next("/blobs/", Fault.cut(300_000), Fault.cut(200_000), Fault.status(503));

        assertThat(Reader.start(fetch()).whole()).isEqualTo(bytes);

        assertStored(true);
        assertThat(server.asked("/blobs/")).hasSize(4);
        assertThat(server.asked("/blobs/").get(1).field("range")).contains("bytes=300000-");
        assertThat(server.asked("/blobs/").get(1).field("if-range")).contains("\"" + digest + "\"");
        assertThat(server.asked("/blobs/").get(3).field("range")).contains("bytes=500000-");
    }

    @Test
    void goesOnAfterAStall() {
        server.next("/blobs/", Fault.pause(400_000, go));

        assertThat(Reader.start(fetch()).whole()).isEqualTo(bytes);

        assertThat(server.asked("/blobs/")).hasSize(2);
    }

    @Test
    void passesOverWhatItHasWhenTheUpstreamBeginsAgain() {
        server.next("/blobs/", Fault.cut(300_000), Fault.whole(bytes));

        assertThat(Reader.start(fetch()).whole()).isEqualTo(bytes);

        assertStored(true);
        assertThat(server.asked("/blobs/")).hasSize(2);
    }

    @Test
    void givesUpWhenTheBeginningIsAnotherThen() {
        byte[] other = bytes.clone();
        other[5] ^= 1;
        server.next("/blobs/", Fault.cut(300_000), Fault.whole(other));

        assertThat(Reader.start(fetch()).isCut()).isTrue();

        assertStored(false);
        awaitEnd(FillMetrics.End.MISMATCH);
    }

    @Test
    void givesUpWhenTheUpstreamSendsNothingMore() {
        Fault[] nothing = new Fault[8];
        Arrays.fill(nothing, Fault.cut(0));
        server.next("/blobs/", Fault.cut(300_000));
        fills.close();
        fills = withTries(2);
        server.next("/blobs/", nothing);

        assertThat(Reader.start(fetch()).isCut()).isTrue();

        assertStored(false);
        awaitEnd(FillMetrics.End.CUT);
    }

    private Fills withTries(int tries) {
        return new Fills(
                files,
                new DiskRoom(files.store(), DataSize.ofBytes(0), (_, _) -> 0),
                budget,
                new FillProperties(
                        4,
                        4,
                        Duration.ofMillis(200),
                        DataSize.ofMegabytes(200),
                        DataSize.ofGigabytes(1),
                        DataSize.ofKilobytes(1),
                        tries),
                meters,
                clock);
    }

    @Test
    void wrongBytesNeverMakeACompleteAnswer() {
        server.next("/blobs/", Fault.corrupt(SIZE - 1));

        Reader reader = Reader.start(fetch());

        assertThat(reader.isCut()).isTrue();
        // fewer when it came after all was over
        assertThat(reader.bytes()).hasSizeLessThanOrEqualTo(SIZE - 64 * 1024);
        assertStored(false);
        assertThat(
                        meters.get("warren.registry.upstream.mismatches")
                                .tag("upstream", "test")
                                .counter()
                                .count())
                .isEqualTo(1);
        assertThat(Reader.start(fetch()).whole()).isEqualTo(bytes);
    }

    @Test
    void takesNoMoreThanTheManifestOrTheHeadSays() {
        Order shorter = order(digest, OptionalLong.of(SIZE - 1));
        assertThat(failed(fills.fetch(shorter)).words())
                .contains("sends 1048576 bytes (expected: 1048575, as its manifest says)");

        server.next("/blobs/", Fault.endless(1000));
        Reader reader = Reader.start(fill(fills.fetch(order(digest, OptionalLong.of(SIZE)))));

        assertThat(reader.isCut()).isTrue();
        assertStored(false);
    }

    @Test
    void fetchesAllOfItBeforeItSaysHowLongItIs() {
        server.next("/blobs/", Fault.unsized());

        Fill fill = fetch();

        assertThat(fill.size()).isEqualTo(SIZE);
        assertThat(fill.available()).isEqualTo(SIZE);
        assertThat(Reader.start(fill).whole()).isEqualTo(bytes);
    }

    @Test
    void tellsWhatTheUpstreamSaid() {
        assertThat(fills.fetch(order(Digest.of(new byte[3]), OptionalLong.empty())))
                .isInstanceOf(Reply.Absent.class);
        server.next("/blobs/", Fault.status(429, "Retry-After: 9"));
        assertThat(failed(fills.fetch(order(digest, OptionalLong.empty()))))
                .satisfies(f -> assertThat(f.cause()).isEqualTo(Cause.RATE))
                .satisfies(f -> assertThat(f.retryAfter()).hasSeconds(9));
    }

    @Test
    void endsWhatNobodyWants() {
        byte[] large = new byte[90 << 20];
        Digest wanted = server.blob("a/b", large);
        server.next("/blobs/" + wanted, Fault.pause(1 << 20, go));
        Fill fill = fill(fills.fetch(order(wanted, OptionalLong.empty())));
        Reader reader = Reader.start(fill);
        await().untilAsserted(() -> assertThat(reader.bytes().length).isPositive());

        reader.leave();
        clock.advance(Duration.ofSeconds(6));
        go.countDown();

        await().untilAsserted(() -> assertThat(fill.isBroken()).isTrue());
        awaitEnd(FillMetrics.End.ABANDONED);
    }

    @Test
    void finishesWhatIsAlmostDone() {
        server.next("/blobs/", Fault.pause(SIZE / 2, go));
        Reader reader = Reader.start(fetch());
        await().untilAsserted(() -> assertThat(reader.bytes().length).isPositive());

        reader.leave();
        clock.advance(Duration.ofSeconds(6));
        go.countDown();

        assertStored(true);
    }

    @Test
    void refusesMoreThanItMayFetchAtOnce() {
        fills.close();
        fills = fills(1, 1, DataSize.ofBytes(0));
        Digest second = server.blob("a/b", random(2000));
        Digest third = server.blob("a/b", random(3000));
        server.next("/blobs/" + digest, Fault.pause(SIZE / 2, go));
        fetch();

        assertThat(failed(fills.fetch(order(second, OptionalLong.empty()))).cause())
                .as("no turn in time")
                .isEqualTo(Cause.BUSY);
        Thread.ofVirtual().start(() -> fills.fetch(order(second, OptionalLong.empty())));
        await().until(() -> fills.via(second).isPresent());
        assertThat(failed(fills.fetch(order(third, OptionalLong.empty()))).cause())
                .as("nobody may wait any more")
                .isEqualTo(Cause.BUSY);
    }

    @Test
    void saysWhenThereIsNoRoom() {
        fills.close();
        fills = fills(1, 1, DataSize.ofTerabytes(1000));

        Reply<Fetched> reply = fills.fetch(order(digest, OptionalLong.empty()));

        assertThat(reply)
                .isEqualTo(new Reply.Good<>(new Fetched("test/a/b", Optional.empty(), false)));
    }

    @Test
    void readersGetAllEvenIfItCannotBeNoted() {
        server.next("/blobs/", Fault.pause(SIZE / 2, go));
        Order order =
                new Order(
                        origin(),
                        digest,
                        OptionalLong.empty(),
                        (_, _) -> {
                            throw new IllegalStateException("no database");
                        });
        Reader reader = Reader.start(fill(fills.fetch(order)));
        go.countDown();

        assertThat(reader.whole()).isEqualTo(bytes);
        assertStored(false);
        awaitEnd(FillMetrics.End.UNKEPT);
    }
}
