package dev.warren.feeds.fetch;

import dev.warren.core.memory.MemoryBudget;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Reads what others send here as {@link Web} reads what it asked for. Thread-safe. */
public final class Bodies {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final MemoryBudget budget;
    private final int most;

    Bodies(MemoryBudget budget, DataSize most) {
        this.budget = budget;
        this.most = Math.toIntExact(most.toBytes());
    }

    /** Bytes that are reserved until this is closed. */
    public static final class Received implements AutoCloseable {

        private final Page.Body body;

        private Received(Page.Body body) {
            this.body = body;
        }

        /** Not to be changed, and not to be used once this is closed. */
        public byte[] bytes() {
            return body.bytes();
        }

        @Override
        public void close() {
            body.reserved().close();
        }
    }

    /**
     * Reads all of {@code in}.
     *
     * @throws WebException when it is larger than a feed may be, or there is no memory for it
     */
    public Received read(InputStream in) throws IOException {
        try (Buffer buffer = new Buffer(budget, most, new TimeLeft(WITHIN))) {
            return new Received(buffer.fill(in).give());
        }
    }
}
