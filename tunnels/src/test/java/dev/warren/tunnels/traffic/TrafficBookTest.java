package dev.warren.tunnels.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.tunnels.live.Figures.Sums;
import dev.warren.tunnels.live.FiguresAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class TrafficBookTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /** Adds up, unless it is away. */
    private static final class Store implements TrafficStore {

        private final Map<TrafficBook.Name, Sums> rows = new HashMap<>();
        private final List<Integer> writes = new ArrayList<>();
        private boolean away;

        @Override
        public void add(List<Change> changes, Instant now) {
            if (away) {
                throw new QueryTimeoutException("away");
            }
            writes.add(changes.size());
            changes.forEach(change ->
                    rows.merge(
                            new TrafficBook.Name(change.account(), change.name()),
                            change.sums(),
                            Sums::plus));
        }

        @Override
        public List<TrafficRow> of(long account) {
            return rows.entrySet().stream()
                    .filter(row -> row.getKey().account() == account)
                    .map(row -> new TrafficRow(row.getKey().name(), NOW, NOW, row.getValue()))
                    .toList();
        }

        @Override
        public void tidy(Instant now, Duration keep, int most) {}
    }

    private final Store store = new Store();
    private final TrafficBook book = new TrafficBook(store, () -> NOW, 2);

    private void request(int status) {
        FiguresAccess.request(book.of(7, "web"), status);
    }

    private Sums web() {
        return book.of(7).getFirst().sums();
    }

    @Test
    void writesWhatCameSinceTheLastTimeAndNothingTwice() {
        request(200);
        request(404);
        book.write(name -> true);
        request(503);

        assertThat(web()).isEqualTo(new Sums(0, 0, 0, 3, 1, 0, 1, 1));
        book.write(name -> true);
        book.write(name -> true);

        assertThat(store.writes).containsExactly(1, 1);
        assertThat(web()).isEqualTo(new Sums(0, 0, 0, 3, 1, 0, 1, 1));
    }

    @Test
    void losesNothingWhileTheDatabaseIsAway() {
        store.away = true;
        request(200);
        assertThatThrownBy(() -> book.write(name -> false))
                .isInstanceOf(QueryTimeoutException.class);
        request(301);
        store.away = false;

        book.write(name -> false);

        assertThat(store.rows).containsValue(new Sums(0, 0, 0, 2, 1, 1, 0, 0));
    }

    @Test
    void forgetsNamesThatNothingStandsUnder() {
        request(200);
        book.of(7, "other");
        book.write(name -> false);
        book.write(name -> false);
        book.write(name -> false);

        // there is room for two others
        FiguresAccess.request(book.of(8, "a"), 200);
        FiguresAccess.request(book.of(8, "b"), 200);
        FiguresAccess.request(book.of(8, "c"), 200);

        assertThat(book.of(8)).extracting(TrafficRow::name).containsExactly("a", "b");
    }

    @Test
    void showsOnlyOnesOwn() {
        request(200);

        assertThat(book.of(8)).isEmpty();
    }
}
