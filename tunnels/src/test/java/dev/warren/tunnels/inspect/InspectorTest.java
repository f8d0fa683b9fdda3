package dev.warren.tunnels.inspect;

import static dev.warren.tunnels.inspect.InspectWorld.API;
import static dev.warren.tunnels.inspect.InspectWorld.BOBS;
import static dev.warren.tunnels.inspect.InspectWorld.WEB;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.Reservation;
import dev.warren.core.testing.BudgetLeaks;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.inspect.InspectWorld.Request;
import dev.warren.tunnels.inspect.InspectWorld.Response;
import dev.warren.tunnels.inspect.Summary.Capture;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.testing.FakeConnection;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InspectorTest {

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private InspectWorld world = new InspectWorld();

    @AfterEach
    void forgetAll() {
        leaks.watch(world.root);
        world.clear();
    }

    @Test
    void keepsHeadsAndTheBeginningOfBodies() {
        world = new InspectWorld(1 << 20, 1 << 20, 5, 4);
        var request = Request.of("POST", "/hook?a=b", "Content-Length", "6");

        world.exchange(WEB, request, "secret", Response.of(201, "X-A", "b"), "fine");

        Captured captured = only().copy();
        assertThat(text(captured.requestHead()))
                .isEqualTo("POST /hook?a=b HTTP/1.1\r\nContent-Length: 6");
        assertThat(text(captured.responseHead())).isEqualTo("HTTP/1.1 201 OK\r\nX-A: b");
        assertThat(text(captured.requestBody().bytes())).isEqualTo("secr");
        assertThat(captured.requestBody().total()).isEqualTo(6);
        assertThat(captured.requestBody().isAll()).isFalse();
        assertThat(captured.responseBody().isAll()).isTrue();
        assertThat(captured.summary())
                .returns("POST", Summary::method)
                .returns("/hook?a=b", Summary::path)
                .returns(201, Summary::status)
                .returns(6L, Summary::requestBytes)
                .returns(4L, Summary::responseBytes)
                .returns("203.0.113.9", Summary::ip)
                .returns(false, Summary::open)
                .returns(Capture.KEPT, Summary::capture);
    }

    @Test
    void secretsAreNeverHeld() {
        world.exchange(
                WEB,
                Request.of("GET", "/", "AUTHORIZATION", "Bearer x1y2", "Accept", "*/*"),
                "",
                Response.of(200, "Set-Cookie", "sid=x1y2"),
                "");

        Captured captured = only().copy();
        assertThat(text(captured.requestHead()))
                .contains("AUTHORIZATION: [redacted]", "Accept: */*")
                .doesNotContain("x1y2");
        assertThat(text(captured.responseHead())).contains("Set-Cookie: [redacted]");
    }

    @Test
    void leavesBuffersAsTheyAre() {
        HttpObserver observer = world.begin(WEB, Request.of("POST", "/"));
        ByteBuf wire = Unpooled.copiedBuffer("12345", ISO_8859_1).skipBytes(1);

        observer.requestBody(wire);

        assertThat(wire.readableBytes()).isEqualTo(4);
        assertThat(wire.refCnt()).isEqualTo(1);
        assertThat(text(only().copy().requestBody().bytes())).isEqualTo("2345");
    }

    @Test
    void whatStillGoesOnCanBeSeen() {
        HttpObserver observer = world.begin(WEB, Request.of("GET", "/events"));
        observer.response(Response.of(200));

        assertThat(only().summary().open()).isTrue();
        assertThat(only().summary().status()).isEqualTo(200);
    }

    @Test
    void keepsOnlySoManyOfATunnel() {
        for (int i = 0; i < 8; i++) {
            world.get(WEB, "/" + i, 200);
        }
        world.get(API, "/api", 200);

        assertThat(paths(WEB)).containsExactly("/3", "/4", "/5", "/6", "/7");
        assertThat(paths(API)).containsExactly("/api");
        assertThat(evicted("full")).isEqualTo(3);
    }

    @Test
    void keepsOnlySoManyBytesOfATunnel() {
        world = new InspectWorld(1 << 20, 1 << 16, 100, 1 << 15);
        String body = "x".repeat(30_000);

        for (int i = 0; i < 4; i++) {
            world.exchange(WEB, Request.of("POST", "/" + i), body, Response.of(200), "");
        }

        assertThat(paths(WEB)).containsExactly("/2", "/3");
        assertThat(world.budget.used()).isLessThan(1 << 16);
    }

    @Test
    void theOldestGoesWhenItsMemoryIsNeededElsewhere() {
        String body = "x".repeat(10_000);
        for (int i = 0; i < 3; i++) {
            world.exchange(WEB, Request.of("POST", "/" + i), body, Response.of(200), "");
        }
        Recording oldest = world.inspector.list(1, _ -> true).getFirst();

        long free = world.root.limit() - world.root.used();
        try (Reservation traffic = world.root.reserve(free + 5_000)) {
            assertThat(traffic.bytes()).isPositive();
            assertThat(paths(WEB)).containsExactly("/1", "/2");
        }
        assertThat(oldest.summary().capture()).isEqualTo(Capture.GIVEN_BACK);
        assertThat(oldest.copy().requestBody().bytes()).isEmpty();
        assertThat(evicted("pressure")).isEqualTo(1);
    }

    @Test
    void whatGoesOnIsGivenBackTooAndCountsOn() {
        Request request = Request.of("POST", "/long");
        HttpObserver observer = world.begin(WEB, request);
        observer.requestBody(Unpooled.buffer().writeZero(5_000));
        Recording recording = only();

        try (Reservation _ = world.root.reserve(world.root.limit())) {
            observer.requestBody(Unpooled.buffer().writeZero(5_000));
            InspectWorld.end(observer, request, 200);
        }

        assertThat(recording.summary())
                .returns(10_000L, Summary::requestBytes)
                .returns(Capture.GIVEN_BACK, Summary::capture);
        assertThat(world.inspector.list(1, _ -> true)).isEmpty();
    }

    @Test
    void withoutMemoryViewersStillSeeThatSomethingPassed() throws InterruptedException {
        try (Viewer viewer = world.inspector.watch(1, _ -> true).orElseThrow();
                Reservation _ = world.root.reserve(world.root.limit() - world.root.used())) {
            world.get(WEB, "/", 200);

            Viewer.Batch batch = viewer.take(Duration.ZERO);

            assertThat(batch.recordings()).hasSize(1);
            assertThat(batch.recordings().getFirst().summary().capture())
                    .isEqualTo(Capture.NO_MEMORY);
        }
        assertThat(world.inspector.list(1, _ -> true)).isEmpty();
        assertThat(world.meters.get("warren.tunnels.capture.refused").functionCounter().count())
                .isPositive();
    }

    @Test
    void oneAccountCannotTakeAnothersMemory() {
        world = new InspectWorld(1 << 19, 1 << 20, 1000, 1 << 15);
        world.get(BOBS, "/bob", 200);
        String body = "x".repeat(30_000);

        for (int i = 0; i < 100; i++) {
            world.exchange(WEB, Request.of("POST", "/" + i), body, Response.of(200), "");
        }

        assertThat(world.inspector.list(2, _ -> true)).hasSize(1);
        assertThat(paths(WEB)).endsWith("/99").hasSizeBetween(5, 10);
    }

    @Test
    void slowViewersLoseAndAreTold() throws InterruptedException {
        try (Viewer viewer = world.inspector.watch(1, _ -> true).orElseThrow()) {
            for (int i = 0; i < Viewer.RING + 50; i++) {
                world.get(WEB, "/" + i, 200);
            }

            Viewer.Batch batch = viewer.take(Duration.ZERO);

            assertThat(batch.lost()).isEqualTo(50);
            assertThat(batch.recordings()).hasSize(Viewer.RING);
            assertThat(batch.recordings().getFirst().summary().path()).isEqualTo("/50");
            assertThat(viewer.take(Duration.ZERO).isEmpty()).isTrue();
        }
    }

    @Test
    void viewersSeeWhatTheyAskedForAndOnlySoManyMayWatch() throws InterruptedException {
        try (Viewer web = world.inspector.watch(1, WEB::equals).orElseThrow();
                Viewer all = world.inspector.watch(1, _ -> true).orElseThrow()) {
            assertThat(world.inspector.watch(1, _ -> true)).isEmpty();

            world.get(WEB, "/w", 200);
            world.get(API, "/a", 200);
            world.get(BOBS, "/b", 200);

            assertThat(web.take(Duration.ZERO).recordings()).hasSize(1);
            assertThat(all.take(Duration.ZERO).recordings()).hasSize(2);
        }
    }

    @Test
    void forgetsWhatIsOld() {
        world.get(WEB, "/old", 200);
        world.clock.advance(Duration.ofMinutes(40));
        world.get(WEB, "/new", 200);
        world.clock.advance(Duration.ofMinutes(40));

        world.inspector.sweep();
        assertThat(paths(WEB)).containsExactly("/new");
        world.clock.advance(Duration.ofMinutes(40));
        world.inspector.sweep();

        assertThat(paths(WEB)).isEmpty();
        assertThat(world.budget.children()).isEmpty();
        world.get(WEB, "/again", 200);
        assertThat(paths(WEB)).containsExactly("/again");
    }

    @Test
    void findsByIdAndForgetsOnDemand() {
        world.get(WEB, "/1", 200);
        String id = only().id();

        assertThat(world.inspector.find(id)).isPresent();
        assertThat(world.inspector.clear(2, _ -> true)).isZero();
        assertThat(world.inspector.clear(1, WEB::equals)).isEqualTo(1);
        assertThat(world.inspector.find(id)).isEmpty();
    }

    @Test
    void nobodyLooksOnUnlessAsked() throws InterruptedException {
        var tunnels = new TunnelWorld(new FakeExposures());
        var alice = new FakeConnection(FakeConnection.account(1, "alice"));
        tunnels.tunnels.bind(alice, new ForwardRequest("web", 80));
        Tunnel tunnel = tunnels.tunnels.all().iterator().next();
        Request request = Request.of("GET", "/");

        assertThat(world.inspector.observe(tunnel, request)).isEmpty();
        try (Viewer _ = world.inspector.watch(1, place -> place.isCalled("WEB")).orElseThrow()) {
            assertThat(world.inspector.observe(tunnel, request)).isPresent();
        }
        assertThat(world.inspector.observe(tunnel, request)).isEmpty();
        tunnels.tunnels.options(alice, List.of("inspect=on"));
        assertThat(world.inspector.observe(tunnel, request)).isPresent();
    }

    private Recording only() {
        List<Recording> all = world.inspector.list(1, _ -> true);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<String> paths(Place place) {
        List<String> paths = new ArrayList<>();
        world.inspector.list(1, place::equals).forEach(r -> paths.add(r.summary().path()));
        return paths;
    }

    private double evicted(String why) {
        return world.meters
                .get("warren.tunnels.capture.evicted")
                .tag("reason", why)
                .counter()
                .count();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
