package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.http.proxy.FrameWire.Frame;
import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http2IT {

    private static final int DEFAULT_WINDOW = 65535;

    @TempDir static Path folder;

    @RegisterExtension final DoorFixture door = new DoorFixture().withHttps(() -> folder);

    @BeforeAll
    static void writeCertificates() {
        TestCertificates.write(folder, "a", Kind.EC, "a.test", "*.a.test");
    }

    private Program.Result curl(String path, String... options) {
        Program.require("curl");
        return Program.run(
                Stream.concat(
                                Stream.of(
                                        "curl",
                                        "-sSk",
                                        "--http2",
                                        "--max-time",
                                        "20",
                                        "--resolve",
                                        "a.test:" + door.securePort() + ":127.0.0.1",
                                        "https://a.test:" + door.securePort() + path),
                                Arrays.stream(options))
                        .toArray(String[]::new));
    }

    private FrameWire frames() {
        return frames(DEFAULT_WINDOW);
    }

    private FrameWire frames(int window) {
        return new FrameWire(door.securePort(), "a.test", window);
    }

    /** Of two hosts, one lives on the connection's event loop and one on the other. */
    @ParameterizedTest
    @ValueSource(strings = {"a.test", "x.a.test"})
    void passesRequestAndAnswerOn(String host) {
        door.serve("a.test", Backend.echo(), true);
        door.serve("x.a.test", Backend.echo(), true);

        Program.Result answer =
                curl("/x?y=1", "-i", "-H", "Cookie: a=b", "-H", "X-Mine: 1", "-H", "Host: " + host);

        assertThat(answer.output())
                .startsWith("HTTP/2 200")
                .contains("\r\nx-case: Kept\r\n", "set-cookie: a=1\r\n", "set-cookie: b=2\r\n")
                .contains("GET /x?y=1 HTTP/1.1\r\nHost: " + host + "\r\n")
                .contains("x-mine: 1\r\n", "X-Forwarded-Proto: https\r\n")
                .doesNotContainIgnoringCase("keep-alive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--data-binary @%s", "-T - < %s"})
    void bodiesArriveToTheByteInBothDirections(String upload) throws IOException {
        Program.require("curl");
        byte[] bytes = new byte[6_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 9));
        }
        Path sent = Files.write(folder.resolve("sent.bin"), bytes);
        Path back = folder.resolve("back.bin");
        Backend mirror =
                new Backend((wire, number) -> {
                    String head = wire.head();
                    boolean chunked = head.contains("chunked");
                    wire.send(
                            "HTTP/1.1 200 OK\r\n"
                                    + (chunked
                                            ? "Transfer-Encoding: chunked\r\n\r\n"
                                            : "Content-Length: %d\r\n\r\n"
                                                    .formatted(bytes.length)));
                    byte[] buffer = new byte[40_000];
                    int length = wire.in().read(buffer);
                    String end = "";
                    long passed = 0;
                    while (length > 0) {
                        wire.out().write(buffer, 0, length);
                        passed += length;
                        end =
                                (end
                                        + new String(
                                                buffer,
                                                Math.max(0, length - 7),
                                                Math.min(7, length),
                                                StandardCharsets.ISO_8859_1));
                        end = end.substring(Math.max(0, end.length() - 7));
                        boolean over =
                                chunked ? end.equals("\r\n0\r\n\r\n") : passed == bytes.length;
                        length = over ? -1 : wire.in().read(buffer);
                    }
                    wire.out().flush();
                });
        door.serve("a.test", mirror, true);

        Program.Result result =
                Program.run(
                        "sh",
                        "-c",
                        "curl -sSk --http2 --max-time 25 -o %s --resolve a.test:%d:127.0.0.1 https://a.test:%d/ "
                                        .formatted(back, door.securePort(), door.securePort())
                                + upload.formatted((upload.startsWith("-T") ? "" : "") + sent));

        assertThat(result).isEqualTo(new Program.Result(0, ""));
        assertThat(Files.mismatch(sent, back)).isEqualTo(-1);
    }

    @Test
    void trailersPassInBothDirections() {
        Backend backend =
                new Backend((wire, number) -> {
                    String head = wire.head();
                    String body = wire.body("4\r\nbody\r\n0\r\nx-sum: 7\r\n\r\n".length());
                    wire.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Grpc-Status\r\n\r\n");
                    wire.send(
                            "2\r\nok\r\n0\r\nGrpc-Status: 0\r\nX-Seen: %s\r\n\r\n"
                                    .formatted(
                                            body.endsWith("x-sum: 7\r\n\r\n")
                                                    && head.contains("TE: trailers")));
                });
        door.serve("a.test", backend, true);

        try (FrameWire visitor = frames()) {
            visitor.request(1, false, "POST", "a.test", "/", "te", "trailers");
            visitor.send(FrameWire.DATA, 0, 1, new byte[] {'b', 'o', 'd', 'y'});
            visitor.send(
                    FrameWire.HEADERS,
                    FrameWire.END_HEADERS | FrameWire.END_STREAM,
                    1,
                    FrameWire.fields("x-sum", "7"));

            assertThat(visitor.next(FrameWire.HEADERS).ends()).isFalse();
            assertThat(visitor.next(FrameWire.DATA).text()).isEqualTo("ok");
            Frame trailers = visitor.next(FrameWire.HEADERS);
            assertThat(trailers.ends()).isTrue();
            assertThat(trailers.payload().length).isGreaterThan(10);
        }
    }

    @Test
    void answersWithoutBodyEndWithTheirHead() {
        Backend backend =
                new Backend((wire, number) -> {
                    for (String head = wire.head(); head.endsWith("\r\n\r\n"); head = wire.head()) {
                        wire.send(
                                head.startsWith("HEAD")
                                        ? "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                                        : head.contains("/none")
                                                ? "HTTP/1.1 204 No Content\r\n\r\n"
                                                : "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
                    }
                });
        door.serve("a.test", backend, true);

        assertThat(curl("/", "-I").output())
                .startsWith("HTTP/2 200")
                .contains("content-length: 99");
        assertThat(curl("/none", "-i").output()).startsWith("HTTP/2 204");
        assertThat(curl("/", "-i"))
                .satisfies(answer -> {
                    assertThat(answer.status()).isZero();
                    assertThat(answer.output()).startsWith("HTTP/2 304");
                });
    }

    @Test
    void interimAnswersComeFirst() {
        Backend backend =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\n");
                    wire.send("HTTP/1.1 200 OK\r\n\r\nto the end");
                });
        door.serve("a.test", backend, true);

        assertThat(curl("/", "-i").output())
                .containsSubsequence("HTTP/2 103", "link: </s>", "HTTP/2 200", "to the end");
    }

    @Test
    void resetsPassInBothDirectionsAndDisturbNobodyElse() throws Exception {
        BlockingQueue<String> ended = new ArrayBlockingQueue<>(10);
        Backend backend =
                new Backend((wire, number) -> {
                    String head = wire.head();
                    if (head.contains("/cut")) {
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                        return;
                    }
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    ended.add("read " + wire.read());
                });
        door.serve("a.test", backend, true);
        door.serve("x.a.test", Backend.echo(), true);

        try (FrameWire visitor = frames()) {
            visitor.get(1, "a.test", "/hang").next(FrameWire.DATA);
            visitor.send(FrameWire.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
            assertThat(ended.poll(5, TimeUnit.SECONDS)).isNotNull();

            visitor.get(3, "a.test", "/cut");
            Frame reset = visitor.next(FrameWire.RST_STREAM);
            assertThat(reset.stream()).isEqualTo(3);
            assertThat(reset.code()).isEqualTo(2);

            assertThat(visitor.get(5, "x.a.test", "/").drain(5)).isPositive();
        }
    }

    @Test
    void streamThatStandsStillDoesNotStopOthers() {
        byte[] block = new byte[64 * 1024];
        Backend endless =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        wire.send(block);
                    }
                });
        Backend sink =
                new Backend((wire, number) -> {
                    int length = Wire.length(wire.head());
                    wire.in().skipNBytes(length);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        Backend stalled = new Backend((wire, number) -> Thread.onSpinWait());
        door.serve("a.test", endless, true);
        door.serve("x.a.test", sink, true);
        door.serve("y.a.test", stalled, true);

        try (FrameWire visitor = frames(1024)) {
            visitor.get(1, "a.test", "/").next(FrameWire.DATA);
            // this one sends all that its window lets it, and nobody takes it
            visitor.request(3, false, "POST", "z.a.test", "/");
            visitor.request(5, false, "POST", "x.a.test", "/", "content-length", "60000");
            for (int i = 0; i < 6; i++) {
                visitor.send(FrameWire.DATA, i == 5 ? 1 : 0, 5, new byte[10_000]);
            }

            assertThat(visitor.drain(5)).isEqualTo(2);
        }
        await().untilAsserted(() -> assertThat(door.traffic().used()).isZero());
    }

    @Test
    void uploadIntoBackendThatStopsIsHeldBackAlone() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Backend stalled =
                new Backend((wire, number) -> {
                    wire.head();
                    over.get(20, TimeUnit.SECONDS);
                });
        door.serve("a.test", stalled, true);
        door.serve("x.a.test", Backend.echo(), true);

        try (FrameWire visitor = frames()) {
            visitor.request(1, false, "POST", "a.test", "/");
            int sent = 0;
            int room = DEFAULT_WINDOW;
            boolean answered = false;
            while (sent < 50_000_000 && !answered) {
                for (; room >= 10_000; room -= 10_000, sent += 10_000) {
                    visitor.send(FrameWire.DATA, 0, 1, new byte[10_000]);
                }
                visitor.send(FrameWire.PING, 0, 0, new byte[8]);
                for (Frame frame = visitor.next(); ; frame = visitor.next()) {
                    assertThat(frame.type()).isNotNegative();
                    if (frame.type() == FrameWire.WINDOW_UPDATE && frame.stream() == 1) {
                        room += frame.code();
                    }
                    if (frame.type() == FrameWire.PING) {
                        break;
                    }
                }
                if (room < 10_000) {
                    // nothing more may be sent there: another stream still works
                    answered = visitor.get(3, "x.a.test", "/").drain(3) > 0;
                }
            }

            assertThat(answered).isTrue();
            assertThat(door.traffic().used()).isLessThan(1 << 20);
            assertThat(door.budget().used()).isLessThan(3 << 20);
        }
        over.complete(null);
    }

    @Test
    void webSocketRunsOnAStream() {
        Backend backend =
                new Backend((wire, number) -> {
                    String head = wire.head();
                    boolean good =
                            head.startsWith("GET /chat HTTP/1.1\r\n")
                                    && head.contains("Upgrade: websocket\r\n")
                                    && head.contains("Connection: Upgrade\r\n")
                                    && head.contains("Sec-WebSocket-Key: ")
                                    && head.contains("sec-websocket-version: 13\r\n");
                    wire.send(
                            (good ? "HTTP/1.1 101 Switching Protocols\r\n" : "HTTP/1.1 400 Bad\r\n")
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n");
                    for (int octet = wire.read(); octet >= 0; octet = wire.read()) {
                        wire.send(new byte[] {(byte) octet});
                    }
                });
        door.serve("a.test", backend, true);

        try (FrameWire visitor = frames()) {
            visitor.request(
                    1,
                    false,
                    "CONNECT",
                    "a.test",
                    "/chat",
                    ":protocol",
                    "websocket",
                    "sec-websocket-version",
                    "13");
            Frame head = visitor.next(FrameWire.HEADERS);
            assertThat(head.ends()).isFalse();
            // 200 is entry 8 of the static table
            assertThat(head.payload()[0] & 0xff).isEqualTo(0x88);
            for (int i = 0; i < 10; i++) {
                visitor.send(FrameWire.DATA, 0, 1, new byte[] {'a'});
                assertThat(visitor.next(FrameWire.DATA).payload()).containsExactly('a');
            }
            visitor.send(FrameWire.DATA, FrameWire.END_STREAM, 1, new byte[0]);

            assertThat(visitor.drain(1)).isZero();
        }
    }

    @Test
    void servesManyStreamsOfManyConnections() {
        Program.require("h2load");
        door.serve("a.test", Backend.echo(), true);

        Program.Result result =
                Program.run(
                        "h2load",
                        "-n2000",
                        "-c4",
                        "-m100",
                        "--connect-to=127.0.0.1:" + door.securePort(),
                        "https://a.test:" + door.securePort() + "/");

        assertThat(result.output())
                .contains("2000 succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("2000 2xx");
    }
}
