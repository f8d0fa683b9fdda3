package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackendTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Backend backend;
    private Entrance entrance;

    @BeforeEach
    void start() throws IOException {
        backend = new Backend();
        entrance = new Entrance(backend.port(), "localhost");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void answersOnOneConnectionAgainAndAgain() throws IOException {
        try (var visitor = new HttpVisitor(entrance, 0, PATIENCE)) {
            for (int i = 0; i < 3; i++) {
                visitor.request("GET", "/", "");
                assertThat(visitor.head()).isEqualTo(new HttpVisitor.Head(200, 3));
                assertThat(visitor.body().readNBytes(3)).asString().isEqualTo("ok\n");
            }
        }
    }

    @Test
    void sendsAndChecksExactBytes() {
        assertThat(ExactTransfer.download(entrance, 5_000_000).right()).isEqualTo(5_000_000);
        assertThat(ExactTransfer.upload(entrance, 5_000_000).right()).isEqualTo(5_000_000);
    }

    @Test
    void tellsTheUploaderWhereBytesWentWrong() throws IOException {
        try (var visitor = new HttpVisitor(entrance, 0, PATIENCE)) {
            visitor.request("PUT", "/bytes/1000", "Content-Length: 1000\r\n");
            visitor.out().write(new byte[1000]);
            HttpVisitor.Head head = visitor.head();

            long right =
                    Long.parseLong(
                            new String(
                                    visitor.body().readNBytes((int) head.length()),
                                    StandardCharsets.US_ASCII));

            assertThat(right).isLessThan(10);
        }
    }

    @Test
    void anUploadToNobodyIsAProblemAndNotAnException() {
        backend.close();

        ExactTransfer.Outcome outcome = ExactTransfer.upload(entrance, 1000);

        assertThat(outcome.right()).isZero();
        assertThat(outcome.problem()).isNotEmpty();
    }

    @Test
    void answersNoOtherPath() {
        assertThat(HttpVisitor.status(entrance, "/secret")).isEqualTo(404);
        assertThat(entrance.answers()).isTrue();
    }

    @Test
    void aSamplerLeavesFailuresOut() {
        AtomicInteger reads = new AtomicInteger();
        try (Sampler sampler =
                new Sampler(() -> {
                    if (reads.getAndIncrement() == 0) {
                        throw new LabException("not yet");
                    }
                    return Map.of("memory", 5.0);
                })) {
            assertThat(Waiting.until(PATIENCE, () -> !sampler.curve("memory").isEmpty())).isTrue();
            assertThat(sampler.failures()).isEqualTo(1);
            assertThat(sampler.highest("memory")).isEqualTo(5.0);
            assertThat(sampler.highest("other")).isNaN();
        }
    }
}
