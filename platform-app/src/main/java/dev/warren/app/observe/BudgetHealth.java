package dev.warren.app.observe;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Degraded while a module's memory budget is nine tenths full: it still serves, and slows its
 * senders down soon.
 */
final class BudgetHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private static final int NEARLY_FULL_PERCENT = 90;

    private final MemoryBudgets budgets;

    BudgetHealth(MemoryBudgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        Stream.concat(Stream.of(budgets.root()), budgets.modules().stream())
                .forEach(budget -> {
                    long percent = percent(budget);
                    health.withDetail(budget.name(), percent + " % of " + budget.limit());
                    if (percent >= NEARLY_FULL_PERCENT) {
                        health.status(DEGRADED);
                    }
                });
        return health.build();
    }

    private static long percent(MemoryBudget budget) {
        return budget.used() * 100 / Math.max(1, budget.limit());
    }
}
