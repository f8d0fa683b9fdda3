package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamingIT {

    private static final int BLOCK = 64 * 1024;

    @RegisterExtension final DoorFixture door = new DoorFixture();

    private static byte[] block(int seed) {
        byte[] block = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (byte) (i * 31 + seed * 17 + (i >> 8));
        }
        return block;
    }

    @Test
    void countedUploadAndDownloadArriveToTheByte() {
        int blocks = 256;
        Backend echo =
                new Backend((wire, number) -> {
                    int length = Wire.length(wire.head());
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                    for (int i = 0; i < blocks; i++) {
                        wire.send(wire.in().readNBytes(BLOCK));
                    }
                });
        FakeTarget target = door.serve("a.test", echo, true);

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: %d\r\n\r\n"
                            .formatted((long) blocks * BLOCK));
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < blocks; i++) {
                            visitor.send(block(i));
                        }
                    });

            assertThat(visitor.head()).startsWith("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < blocks; i++) {
                assertThat(readBlock(visitor)).isEqualTo(block(i));
            }
            assertThat(sending).succeedsWithin(Duration.ofSeconds(10));
        }
        await().untilAsserted(() -> assertThat(target.answered()).hasSize(1));
        assertThat(target.answered().getFirst().requestBytes()).isEqualTo((long) blocks * BLOCK);
        assertThat(target.answered().getFirst().responseBytes()).isEqualTo((long) blocks * BLOCK);
    }

    private static byte[] readBlock(Wire visitor) {
        try {
            return visitor.in().readNBytes(BLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void chunksAndTrailersPassByteExactInBothDirections() {
        String chunks = "5;a=\"b\"\r\nhello\r\n0001\r\n!\r\n0\r\nX-Sum: 1\r\nY: z\r\n\r\n";
        Backend backend =
                new Backend((wire, number) -> {
                    String head = wire.head();
                    String body = wire.body(chunks.length());
                    String same = Boolean.toString(body.equals(chunks));
                    wire.send(
                            "HTTP/1.1 200 OK\r\nX-Same: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    .formatted(same + head.contains("TE: trailers\r\n")));
                    wire.send(chunks);
                    wire.head();
                    wire.send("HTTP/1.1 204 No\r\n\r\n");
                });
        door.serve(backend);

        try (Wire visitor = door.visit()) {
            visitor.send(
                    "POST / HTTP/1.1\r\nHost: a.test\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (byte octet : chunks.getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
                visitor.send(new byte[] {octet});
            }

            assertThat(visitor.head()).contains("X-Same: truetrue\r\n");
            assertThat(visitor.body(chunks.length())).isEqualTo(chunks);
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
            assertThat(visitor.head()).isEqualTo("HTTP/1.1 204 No\r\n\r\n");
        }
        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void readerThatStopsHoldsNoMoreThanItsBuffers() {
        AtomicLong produced = new AtomicLong();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Backend endless =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\n\r\n");
                    try {
                        while (true) {
                            wire.send(block(1));
                            produced.addAndGet(BLOCK);
                        }
                    } finally {
                        ended.complete(true);
                    }
                });
        door.serve(endless);

        Wire visitor = Wire.connectSmall(door.address());
        visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
        visitor.head();
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(15))
                .until(() -> last.getAndSet(produced.get()) == produced.get());

        assertThat(door.traffic().used()).isLessThan(512 * 1024);
        visitor.close();
        assertThat(ended).succeedsWithin(Duration.ofSeconds(2));
    }

    @Test
    void uploadIntoBackendThatStopsIsHeldBack() {
        CountDownLatch over = new CountDownLatch(1);
        Backend stalled =
                new Backend((wire, number) -> {
                    wire.head();
                    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
                });
        door.serve(stalled);
        AtomicLong sent = new AtomicLong();

        try (Wire visitor = door.visit()) {
            visitor.send("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n");
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (true) {
                                    visitor.send("10000\r\n");
                                    visitor.send(block(1));
                                    visitor.send("\r\n");
                                    sent.addAndGet(BLOCK);
                                }
                            });
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> last.getAndSet(sent.get()) == sent.get());

            assertThat(door.traffic().used()).isLessThan(512 * 1024);
            assertThat(sender.isAlive()).isTrue();
        }
        over.countDown();
    }

    @Test
    void eventsFlowOneByOne() {
        CountDownLatch next = new CountDownLatch(1);
        Backend events =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    wire.send("9\r\ndata: 1\n\n\r\n");
                    assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
                    wire.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
                });
        door.serve(events);

        try (Wire visitor = door.visit()) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
            visitor.head();
            assertThat(visitor.body(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
            next.countDown();
            assertThat(visitor.body(19)).isEqualTo("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void abortedDownloadsEndTheirStreamsAndHoldNothing() {
        AtomicLong ended = new AtomicLong();
        Backend endless =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n");
                    try {
                        while (true) {
                            wire.send(block(1));
                        }
                    } finally {
                        ended.incrementAndGet();
                    }
                });
        door.serve("a.test", endless, true);

        for (int i = 0; i < 50; i++) {
            try (Wire visitor = door.visit()) {
                visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
                visitor.head();
                visitor.body(1000);
            }
        }

        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(ended.get()).isEqualTo(50));
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(door.traffic().used()).isZero());
    }
}
