package dev.warren.core.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.warren.core.memory.MemoryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test after which bytes are still held in a budget that it watches.
 *
 * <pre>{@code
 * @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();
 * final MemoryBudget budget = leaks.watch(MemoryBudget.root("test", 1 << 20));
 * }</pre>
 *
 * <p>Bytes have two seconds to come back, because event loops close things in their own time.
 */
public final class BudgetLeaks implements AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<MemoryBudget> watched = new CopyOnWriteArrayList<>();

    /** Watches {@code budget}, and all below it, from now to the test's end. */
    public MemoryBudget watch(MemoryBudget budget) {
        watched.add(budget);
        return budget;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holders().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(MILLISECONDS.toNanos(5));
        }
        List<String> holders = holders();
        watched.clear();
        if (!holders.isEmpty()) {
            throw new AssertionError("bytes held after the test: " + String.join(", ", holders));
        }
    }

    private List<String> holders() {
        List<String> holders = new ArrayList<>();
        watched.forEach(budget -> collect(budget, budget.name(), holders));
        return holders;
    }

    private static void collect(MemoryBudget budget, String path, List<String> holders) {
        if (budget.used() != 0 || budget.waiting() != 0) {
            holders.add(
                    "%s holds %d (%d waiting)".formatted(path, budget.used(), budget.waiting()));
        }
        for (MemoryBudget child : budget.children()) {
            collect(child, path + "/" + child.name(), holders);
        }
    }
}
