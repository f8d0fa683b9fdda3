package dev.warren.feeds.fulltext;

import dev.warren.feeds.fetch.ClaimLoop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Reading the pages that are wanted, counted by what becomes of them. Thread-safe. */
final class PageJob implements ClaimLoop.Job<Wanted> {

    private final PageRows rows;
    private final PageReader reader;
    private final MeterRegistry meters;

    PageJob(PageRows rows, PageReader reader, MeterRegistry meters) {
        this.rows = rows;
        this.reader = reader;
        this.meters = meters;
    }

    @Override
    public List<Wanted> take(int most) {
        return rows.take(most);
    }

    @Override
    public void run(Wanted wanted) {
        Outcome outcome = Outcome.LOST;
        try {
            outcome = reader.read(wanted);
        } finally {
            count(outcome);
        }
    }

    @Override
    public String named(Wanted wanted) {
        return "item=" + wanted.item();
    }

    private void count(Outcome outcome) {
        Counter.builder("warren.feeds.pages")
                .description("Pages of items that were wanted whole, by what became of them")
                .tag("outcome", outcome.word())
                .register(meters)
                .increment();
    }
}
