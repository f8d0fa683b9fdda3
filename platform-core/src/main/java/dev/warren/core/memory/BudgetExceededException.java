package dev.warren.core.memory;

/** A reservation was refused because a budget on the path to the root is at its limit. */
public final class BudgetExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient MemoryBudget budget;

    BudgetExceededException(MemoryBudget budget, Reason reason, long bytes) {
        super(message(budget, reason, bytes), null, false, false);
        this.budget = budget;
    }

    /** The budget that refused, which may be an ancestor of the one that was asked. */
    public MemoryBudget budget() {
        return budget;
    }

    private static String message(MemoryBudget budget, Reason reason, long bytes) {
        String state =
                switch (reason) {
                    case LIMIT -> "";
                    case TOO_LARGE -> ", more than the whole limit";
                    case TIMED_OUT -> ", not free in time";
                    case LINE_FULL -> ", too many wait already";
                    case OWNERS -> ", too many owners already";
                };
        return "budget %s: %d bytes wanted (expected: at most %d, %d of %d in use%s)"
                .formatted(
                        budget.name(),
                        bytes,
                        Math.max(0, budget.limit() - budget.used()),
                        budget.used(),
                        budget.limit(),
                        state);
    }
}
