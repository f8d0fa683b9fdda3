package dev.warren.registry.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptListsTest {

    private static final Key KEY = new Key(Key.Kind.MANIFEST, "test/a/b", "tags/list");

    private final MemoryBudget memory = MemoryBudget.root("test", 10_000);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final KeptLists<String> lists =
            new KeptLists<>(memory, String::length, Duration.ofMinutes(1), () -> now);

    @Test
    void aListIsGoodForAWhileAndThereForLonger() {
        lists.put(KEY, List.of("a"));
        assertThat(lists.fresh(KEY)).contains(List.of("a"));

        now = now.plusSeconds(60);

        assertThat(lists.fresh(KEY)).isEmpty();
        assertThat(lists.any(KEY)).contains(List.of("a"));
    }

    @Test
    void aClockThatIsPutBackKeepsNothingGood() {
        lists.put(KEY, List.of("a"));

        now = now.minus(Duration.ofDays(365));

        assertThat(lists.fresh(KEY)).isEmpty();
    }

    @Test
    void whatIsKeptIsChargedAndFitsTheBudget() {
        for (int i = 0; i < 100; i++) {
            lists.put(
                    new Key(Key.Kind.MANIFEST, "test/a/" + i, "tags/list"),
                    Collections.nCopies(10, "x".repeat(100)));
        }
        assertThat(memory.used()).isPositive().isLessThanOrEqualTo(memory.limit());
        lists.put(KEY, Collections.nCopies(10_000, "much"));
        assertThat(lists.any(KEY)).isEmpty();

        for (int i = 0; i < 100; i++) {
            lists.forget(new Key(Key.Kind.MANIFEST, "test/a/" + i, "tags/list"));
        }
        assertThat(memory.used()).isZero();
    }
}
