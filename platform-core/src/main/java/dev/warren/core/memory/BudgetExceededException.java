package dev.warren.core.memory;

/** A reservation was refused because a budget on the path to the root is at its limit. */
public final class BudgetExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient MemoryBudget budget;

    BudgetExceededException(MemoryBudget budget, long bytes) {
        super(
                "budget %s: %d bytes wanted (expected: at most %d, %d of %d in use)"
                        .formatted(
                                budget.name(),
                                bytes,
                                Math.max(0, budget.limit() - budget.used()),
                                budget.used(),
                                budget.limit()),
                null,
                false,
                false);
        this.budget = budget;
    }

    /** The budget that refused, which may be an ancestor of the one that was asked. */
    public MemoryBudget budget() {
        return budget;
    }
}
