package dev.warren.core.memory;

import dev.warren.core.StartRefusedException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.unit.DataSize;

/**
 * The tree of memory budgets: the platform's root, and below it one budget per module.
 *
 * <p>Modules ask for theirs while the application starts. Once all have, the sum of their limits
 * must fit the root's, or the application does not start. Thread-safe.
 */
public final class MemoryBudgets implements SmartInitializingSingleton, MeterBinder {

    private final MemoryBudget root;
    private final String arithmetic;

    /** Guarded by {@code this}, like the two below. */
    private final List<Module> modules = new ArrayList<>();

    private final List<MeterRegistry> registries = new ArrayList<>();
    private boolean started;

    /** Budgets with a root of {@code limit}, for programs that count their memory themselves. */
    public MemoryBudgets(DataSize limit) {
        this(limit.toBytes(), "of " + mib(limit.toBytes()));
    }

    private MemoryBudgets(long limit, String arithmetic) {
        this.root = MemoryBudget.root("platform", limit);
        this.arithmetic = arithmetic;
    }

    static MemoryBudgets of(JvmMemory jvm, DataSize floor) {
        String arithmetic =
                "heap %s + direct %s - warren.memory.floor %s = %s"
                        .formatted(
                                mib(jvm.heap()),
                                mib(jvm.direct()),
                                mib(floor.toBytes()),
                                mib(jvm.total() - floor.toBytes()));
        long limit = jvm.total() - floor.toBytes();
        if (limit <= 0) {
            throw new StartRefusedException(
                    "warren.memory.floor: %s (expected: less than heap %s + direct %s; lower it, or raise -Xmx or -XX:MaxDirectMemorySize)"
                            .formatted(mib(floor.toBytes()), mib(jvm.heap()), mib(jvm.direct())));
        }
        return new MemoryBudgets(limit, arithmetic);
    }

    /** What all modules share: heap and direct memory without the platform's own floor. */
    public MemoryBudget root() {
        return root;
    }

    /**
     * Makes a module's budget.
     *
     * @param name the module's name, unique
     * @param limit its limit, positive
     * @param settingName the setting that {@code limit} came from, for messages
     * @throws StartRefusedException when the application runs already and the limit does not fit
     */
    public synchronized MemoryBudget module(String name, DataSize limit, String settingName) {
        if (modules.stream().anyMatch(known -> known.budget.name().equals(name))) {
            throw new IllegalStateException(
                    "budget: %s (expected: a name of its own)".formatted(name));
        }
        if (limit.toBytes() <= 0) {
            throw new StartRefusedException(
                    "%s: %s (expected: more than 0)".formatted(settingName, limit));
        }
        Module module = new Module(root.child(name, Scope.MODULE, limit.toBytes()), settingName);
        modules.add(module);
        if (started) {
            check();
        }
        registries.forEach(registry -> bind(module.budget, registry));
        return module.budget;
    }

    /** The modules' budgets, in the order in which they were made. */
    public synchronized List<MemoryBudget> modules() {
        return modules.stream().map(Module::budget).toList();
    }

    @Override
    public synchronized void afterSingletonsInstantiated() {
        check();
        started = true;
    }

    private void check() {
        long sum = modules.stream().mapToLong(module -> module.budget.limit()).sum();
        if (sum <= root.limit()) {
            return;
        }
        String wanted =
                modules.stream()
                        .map(module -> module.setting + " " + mib(module.budget.limit()))
                        .collect(Collectors.joining(" + "));
        throw new StartRefusedException(
                "memory: %s = %s (expected: at most %s; lower one of these settings by %s in all, or raise -Xmx or -XX:MaxDirectMemorySize)"
                        .formatted(wanted, mib(sum), arithmetic, mib(sum - root.limit())));
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        bind(root, registry);
        modules.forEach(module -> bind(module.budget, registry));
    }

    private static void bind(MemoryBudget budget, MeterRegistry registry) {
        Tags tags = Tags.of("module", budget.name());
        Gauge.builder("warren.memory.budget.limit", budget, MemoryBudget::limit)
                .description("Bytes that the module may hold")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        Gauge.builder("warren.memory.budget.used", budget, MemoryBudget::used)
                .description("Bytes that the module holds")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        Gauge.builder("warren.memory.budget.peak", budget, MemoryBudget::peak)
                .description("The most bytes that the module ever held at once")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("warren.memory.budget.waits", budget.counters(), c -> c.waits())
                .description("How often somebody had to wait for bytes")
                .tags(tags)
                .register(registry);
        for (Scope scope : Scope.values()) {
            for (Reason reason : Reason.values()) {
                FunctionCounter.builder(
                                "warren.memory.budget.rejected",
                                budget.counters(),
                                c -> c.rejected(scope, reason))
                        .description("How often bytes were refused")
                        .tags(tags.and("scope", word(scope), "reason", word(reason)))
                        .register(registry);
            }
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Bytes in MiB, rounded up so that a sum just too large never looks as if it fitted. */
    private static String mib(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20) + " MiB";
    }

    private record Module(MemoryBudget budget, String setting) {}
}
