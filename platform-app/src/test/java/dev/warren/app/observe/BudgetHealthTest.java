package dev.warren.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.memory.Reservation;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.unit.DataSize;

class BudgetHealthTest {

    private final MemoryBudgets budgets = new MemoryBudgets(DataSize.ofMegabytes(100));
    private final MemoryBudget tunnels =
            budgets.module("tunnels", DataSize.ofBytes(1000), "warren.tunnels.memory");
    private final BudgetHealth health = new BudgetHealth(budgets);

    @Test
    void isUpBelowNineTenths() {
        try (Reservation _ = tunnels.reserve(899)) {
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void isDegradedFromNineTenthsOnAndUpAgainAfterwards() {
        try (Reservation _ = tunnels.reserve(900)) {
            assertThat(health.health().getStatus()).isEqualTo(BudgetHealth.DEGRADED);
            assertThat(health.health().getDetails()).containsEntry("tunnels", "90 % of 1000");
        }

        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }
}
