package dev.warren.edge.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.BudgetLeaks;
import dev.warren.edge.ssh.SessionNews;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewsReaderTest {

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();
    private final MemoryBudget budget = MemoryBudget.root("test", 1 << 20);
    private final Paused out = new Paused();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final SessionIo io =
            SessionIo.of(InputStream.nullInputStream(), out, err, new Screen(), new Ending());

    private static SessionNews news(String line) {
        return new SessionNews("test", line, Map.of(), false);
    }

    @Test
    void losesOldNewsOfAPausedTerminalAndHoldsUpNobody() {
        leaks.watch(budget);
        try (NewsReader reader = new NewsReader(io, false, budget)) {
            reader.add(news("first"));
            await().until(() -> out.waiting);

            long start = System.nanoTime();
            for (int i = 0; i < 1000; i++) {
                reader.add(news("line " + i));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(2));
            out.go.countDown();

            await().until(() -> out.text().contains("line 999\n"));
            assertThat(out.text()).startsWith("first\n").contains("line 800\n");
            assertThat(out.text()).doesNotContain("line 799\n");
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo("800 lines were left out, because this session read too slowly\n");
        }
    }

    @Test
    void givesTheFirstSessionWhatWaitedForIt() {
        leaks.watch(budget);
        out.go.countDown();
        try (NewsDesk desk = new NewsDesk(budget);
                NewsReader reader = new NewsReader(io, true, budget)) {
            desk.tell(news("early"));
            desk.attach(reader);
            desk.tell(news("late"));

            await().until(() -> out.text().contains("late"));
            assertThat(out.text())
                    .isEqualTo(
                            "{\"event\":\"test\",\"message\":\"early\"}\n"
                                    + "{\"event\":\"test\",\"message\":\"late\"}\n");
        }
    }

    /** An output that takes nothing until told. */
    private static final class Paused extends OutputStream {

        final CountDownLatch go = new CountDownLatch(1);
        volatile boolean waiting;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            waiting = true;
            try {
                if (!go.await(5, TimeUnit.SECONDS)) {
                    throw new IOException("never told to go");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            taken.write(b);
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }
}
