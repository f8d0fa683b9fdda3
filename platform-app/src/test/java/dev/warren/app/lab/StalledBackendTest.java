package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StalledBackendTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void answersAGet() throws IOException {
        try (StalledBackend backend = new StalledBackend()) {
            assertThat(new Entrance(backend.port(), "localhost").answers()).isTrue();
        }
    }

    @Test
    void takesNoMoreOfAnUploadThanTheKernelHolds() throws Exception {
        AtomicLong written = new AtomicLong();
        try (StalledBackend backend = new StalledBackend();
                var visitor =
                        new HttpVisitor(
                                new Entrance(backend.port(), "localhost"), 4 << 10, PATIENCE)) {
            visitor.request("PUT", "/", "Content-Length: 1000000000\r\n");
            Thread writer = Thread.ofVirtual().start(() -> write(visitor, written));

            long[] last = {-1};
            boolean stopped =
                    Waiting.until(
                            PATIENCE,
                            () -> {
                                long before = last[0];
                                last[0] = written.get();
                                Waiting.pass(Duration.ofMillis(100));
                                return before > 0 && before == last[0];
                            });

            assertThat(stopped).isTrue();
            assertThat(written.get()).isLessThan(1 << 20);
            assertThat(writer.isAlive()).isTrue();
        }
    }

    private static void write(HttpVisitor visitor, AtomicLong written) {
        byte[] part = new byte[1 << 10];
        try {
            while (true) {
                visitor.out().write(part);
                written.addAndGet(part.length);
            }
        } catch (IOException e) {
            return; // the end of the test
        }
    }
}
