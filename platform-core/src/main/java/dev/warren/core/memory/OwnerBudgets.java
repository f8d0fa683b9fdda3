package dev.warren.core.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One budget per owner of a module's bytes. A budget is there while somebody has it open or bytes
 * are held in it, so that an owner never has two at once. Thread-safe.
 */
public final class OwnerBudgets {

    private final MemoryBudget parent;
    private final int most;
    private final long limitEach;

    /** Guarded by itself. */
    private final Map<String, Entry> entries = new HashMap<>();

    OwnerBudgets(MemoryBudget parent, int most, long limitEach) {
        this.parent = parent;
        this.most = most;
        this.limitEach = Math.min(limitEach, parent.limit());
    }

    /** Opens the budget of {@code owner}; empty when too many owners have one already. */
    public Optional<OwnerBudget> open(String owner) {
        synchronized (entries) {
            Entry entry = entries.get(owner);
            if (entry == null) {
                if (entries.size() >= most) {
                    parent.rejection(parent, Reason.OWNERS, 0);
                    return Optional.empty();
                }
                entry = new Entry(parent.child(owner, Scope.OWNER, limitEach));
                entries.put(owner, entry);
            }
            entry.open++;
            entry.budget.whenEmpty(null);
            return Optional.of(new OwnerBudget(entry.budget, () -> closed(owner)));
        }
    }

    /** How many owners have a budget now. */
    public int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    private void closed(String owner) {
        synchronized (entries) {
            Entry entry = entries.get(owner);
            if (entry != null && --entry.open == 0) {
                // set only now, so that releasing bytes takes no lock while the budget is open
                entry.budget.whenEmpty(() -> removeIfUnused(owner));
            }
        }
        removeIfUnused(owner);
    }

    private void removeIfUnused(String owner) {
        synchronized (entries) {
            Entry entry = entries.get(owner);
            if (entry != null && entry.open == 0 && entry.budget.used() == 0) {
                entries.remove(owner);
                parent.forget(entry.budget);
            }
        }
    }

    private static final class Entry {
        final MemoryBudget budget;
        int open;

        Entry(MemoryBudget budget) {
            this.budget = budget;
        }
    }
}
