package dev.warren.edge.ssh.commands;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.ByteCount;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.SshConnections;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code status}: whether all is well, and what memory is used for, at a glance. */
@Command(name = "status", description = "Show the doors, the connections and the memory budgets.")
final class StatusCommand implements Callable<Integer> {

    static final List<String> BUDGET_COLUMNS =
            List.of("budget", "used", "limit", "percent", "peak", "waiting", "rejected");
    private static final int FULL_PERCENT = 90;

    private final CommandContext context;
    private final MemoryBudgets budgets;
    private final SshConnections connections;
    private final List<FrontDoor> doors;

    StatusCommand(
            CommandContext context,
            MemoryBudgets budgets,
            SshConnections connections,
            List<FrontDoor> doors) {
        this.context = context;
        this.budgets = budgets;
        this.connections = connections;
        this.doors = doors;
    }

    @Override
    public Integer call() {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> troubles = troubles();
        fields.put("health", troubles.isEmpty() ? List.of("good") : troubles);
        fields.put("up", Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()));
        for (FrontDoor door : doors) {
            fields.put(
                    door.name() + "_port",
                    door.address().map(address -> Integer.toString(address.getPort())));
        }
        fields.put("ssh_connections", connections.count());
        fields.put("heap", heap());
        if (context.output().json()) {
            fields.put("budgets", budgetObjects());
            context.output().object(fields);
        } else {
            context.output().object(fields);
            context.output().say("");
            context.output().table(BUDGET_COLUMNS, budgetRows(budgets));
        }
        return 0;
    }

    private List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        for (MemoryBudget budget : budgets.modules()) {
            if (percent(budget) >= FULL_PERCENT) {
                troubles.add("budget " + budget.name() + " is nearly full");
            }
        }
        for (FrontDoor door : doors) {
            if (door.address().isEmpty()) {
                troubles.add(door.name() + " does not listen");
            }
        }
        return troubles;
    }

    private static ByteCount heap() {
        return new ByteCount(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private List<Map<String, Object>> budgetObjects() {
        return budgetRows(budgets).stream()
                .map(row -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    for (int i = 0; i < BUDGET_COLUMNS.size(); i++) {
                        object.put(BUDGET_COLUMNS.get(i), row.get(i));
                    }
                    return object;
                })
                .toList();
    }

    static List<List<Object>> budgetRows(MemoryBudgets budgets) {
        return Stream.concat(Stream.of(budgets.root()), budgets.modules().stream())
                .map(StatusCommand::row)
                .toList();
    }

    private static List<Object> row(MemoryBudget budget) {
        return List.of(
                budget.name(),
                new ByteCount(budget.used()),
                new ByteCount(budget.limit()),
                percent(budget),
                new ByteCount(budget.peak()),
                budget.waiting(),
                budget.rejected());
    }

    private static long percent(MemoryBudget budget) {
        return 100 * budget.used() / budget.limit();
    }
}
