package dev.warren.edge.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.testing.BudgetLeaks;
import dev.warren.edge.ssh.SessionNews;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewsRingTest {

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private static SessionNews news(String line) {
        return new SessionNews("test", line, Map.of(), false);
    }

    @Test
    void dropsTheOldestAndCountsThem() {
        MemoryBudget budget = leaks.watch(MemoryBudget.root("test", 1 << 20));
        NewsRing ring = new NewsRing(budget);
        for (int i = 0; i < 250; i++) {
            ring.add(news("" + i));
        }

        NewsRing.Batch batch = ring.take();

        assertThat(batch.lost()).isEqualTo(50);
        assertThat(batch.news()).hasSize(200).first().isEqualTo(news("50"));
        assertThat(batch.news().getLast()).isEqualTo(news("249"));
        assertThat(ring.take().isEmpty()).isTrue();
    }

    @Test
    void holdsNoMoreThanItsBudget() {
        MemoryBudget budget = leaks.watch(MemoryBudget.root("test", 1000));
        NewsRing ring = new NewsRing(budget);

        ring.add(news("a".repeat(100)));
        ring.add(news("b".repeat(100)));
        ring.add(news("c".repeat(100)));

        assertThat(budget.used()).isLessThanOrEqualTo(1000).isPositive();
        assertThat(ring.take().news()).last().isEqualTo(news("c".repeat(100)));
    }

    @Test
    void givesAllBackWhenClosed() {
        MemoryBudget budget = leaks.watch(MemoryBudget.root("test", 1 << 20));
        NewsRing ring = new NewsRing(budget);
        ring.add(news("a"));

        ring.close();
        ring.add(news("b"));

        assertThat(budget.used()).isZero();
    }
}
