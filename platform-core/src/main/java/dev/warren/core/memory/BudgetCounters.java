package dev.warren.core.memory;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts a module's refusals and waits, for its metrics. Thread-safe. */
final class BudgetCounters {

    private final Map<Scope, Map<Reason, LongAdder>> rejected = new EnumMap<>(Scope.class);
    private final LongAdder waits = new LongAdder();

    BudgetCounters() {
        for (Scope scope : Scope.values()) {
            Map<Reason, LongAdder> byReason = new EnumMap<>(Reason.class);
            for (Reason reason : Reason.values()) {
                byReason.put(reason, new LongAdder());
            }
            rejected.put(scope, byReason);
        }
    }

    void countRejection(Scope scope, Reason reason) {
        adder(scope, reason).increment();
    }

    long rejected(Scope scope, Reason reason) {
        return adder(scope, reason).sum();
    }

    void countWait() {
        waits.increment();
    }

    long waits() {
        return waits.sum();
    }

    private LongAdder adder(Scope scope, Reason reason) {
        Map<Reason, LongAdder> byReason = rejected.get(scope);
        LongAdder adder = byReason == null ? null : byReason.get(reason);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + scope + " " + reason);
        }
        return adder;
    }
}
