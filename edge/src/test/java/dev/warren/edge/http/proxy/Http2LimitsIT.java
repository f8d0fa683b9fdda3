package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.http.proxy.FrameWire.Frame;
import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class Http2LimitsIT {

    @TempDir static Path folder;

    @RegisterExtension
    final DoorFixture door =
            new DoorFixture().withHttps(() -> folder).with("timeouts.keep-alive", "1s");

    @BeforeAll
    static void writeCertificates() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test", "*.a.test");
    }

    private FrameWire frames() {
        return new FrameWire(door.securePort(), "a.test", 65535);
    }

    @Test
    void joinsCookiesAndRefusesWhatCouldMeanTwoThings() {
        door.serve("a.test", Backend.echo(), true);

        try (FrameWire visitor = frames()) {
            visitor.request(1, true, "GET", "a.test", "/", "cookie", "a=1", "cookie", "b=2");
            visitor.next(FrameWire.HEADERS);
            assertThat(visitor.next(FrameWire.DATA).text()).contains("cookie: a=1; b=2\r\n");
            visitor.request(3, true, "GET", "a.test", "/", "host", "b.test");
            assertThat(visitor.next(FrameWire.DATA).text()).startsWith("400 ");
            int stream = 5;
            for (String[] bad :
                    new String[][] {
                        {"x", "a\r\nTransfer-Encoding: chunked"},
                        {"x y", "1"},
                        {"connection", "close"},
                        {"transfer-encoding", "chunked"},
                        {"content-length", "5"}
                    }) {
                visitor.request(stream, true, "GET", "a.test", "/", bad[0], bad[1]);
                Frame reset = visitor.next(FrameWire.RST_STREAM);
                assertThat(reset.stream()).as(bad[0]).isEqualTo(stream);
                assertThat(reset.code()).isEqualTo(1);
                stream += 2;
            }
            visitor.request(stream, true, "GET", "a.test", "/ HTTP/1.1");
            assertThat(visitor.next(FrameWire.RST_STREAM).stream()).isEqualTo(stream);
        }
    }

    @Test
    void endsConnectionsThatFloodIt() {
        door.serve("a.test", Backend.echo(), true);
        // one that answered before the body's end would have its streams reset for that
        Backend silent =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.read();
                });
        door.serve("x.a.test", silent, true);
        try (FrameWire rapid = frames()) {
            for (int stream = 1; stream < 3000 && rapid.isOpen(); stream += 2) {
                rapid.get(stream, "a.test", "/").send(FrameWire.RST_STREAM, 0, stream, new byte[4]);
            }
            assertThat(rapid.next(FrameWire.GOAWAY).payload()[7]).isEqualTo((byte) 11);
        }
        try (FrameWire endless = frames()) {
            endless.send(FrameWire.HEADERS, 0, 1, FrameWire.fields(":method", "GET"));
            for (int i = 0; i < 2000 && endless.isOpen(); i++) {
                endless.send(FrameWire.CONTINUATION, 0, 1, FrameWire.fields("a", "b"));
            }
            assertThat(endless.next(FrameWire.GOAWAY).type()).isIn(FrameWire.GOAWAY, -1);
        }
        try (FrameWire many = frames()) {
            for (int i = 0; i < 300; i++) {
                many.request(2 * i + 1, false, "POST", "x.a.test", "/");
            }
            assertThat(many.next(FrameWire.RST_STREAM).code()).isEqualTo(7);
        }
        try (FrameWire large = frames()) {
            large.send(
                    FrameWire.HEADERS,
                    0,
                    1,
                    FrameWire.head("GET", "a.test", "/", "x", "y".repeat(15_000)));
            for (int i = 0; i < 5; i++) {
                large.send(
                        FrameWire.CONTINUATION,
                        i == 4 ? FrameWire.END_HEADERS : 0,
                        1,
                        FrameWire.fields("x", "y".repeat(15_000)));
            }
            assertThat(large.next().type()).isNotNegative();
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(door.budget().used()).isZero());
    }

    @Test
    void saysGoodbyeWhenTheDoorStops() {
        door.serve("a.test", Backend.echo(), true);
        try (FrameWire visitor = frames()) {
            assertThat(visitor.get(1, "a.test", "/").drain(1)).isPositive();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> door.door().stop());

            assertThat(visitor.next(FrameWire.GOAWAY).type()).isEqualTo(FrameWire.GOAWAY);
            assertThat(visitor.next().type()).isEqualTo(-1);
            assertThat(stopping).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void endsConnectionsThatAskForNothing() {
        try (FrameWire idle = frames()) {
            assertThat(idle.next(FrameWire.GOAWAY).type()).isEqualTo(FrameWire.GOAWAY);
        }
    }

    @Test
    void endsConnectionsThatAskWithoutReading() {
        try (FrameWire pings = frames()) {
            for (int i = 0; i < 2_000_000 && pings.isOpen(); i++) {
                pings.send(FrameWire.PING, 0, 0, new byte[8]);
            }
            assertThat(pings.isOpen()).isFalse();
        }
    }

    @Test
    void useTheWayToATargetAgain() {
        Backend backend = Backend.echo();
        door.serve("a.test", backend, true);
        try (FrameWire visitor = frames()) {
            for (int stream = 1; stream < 100; stream += 2) {
                assertThat(visitor.get(stream, "a.test", "/").drain(stream)).isPositive();
            }
            visitor.request(101, false, "POST", "a.test", "/", "content-length", "3");
            visitor.send(FrameWire.DATA, FrameWire.END_STREAM, 101, new byte[3]);
            assertThat(visitor.drain(101)).isPositive();
        }
        // a stream may come before the one before it is over
        assertThat(backend.connections()).isLessThan(5);
    }
}
