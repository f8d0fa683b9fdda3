package dev.warren.tunnels.events;

import dev.warren.edge.ssh.CommandContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tunnels events}. */
@Command(
        name = "events",
        description = "Show which tunnels lately went up and down, which were refused, and why.")
final class EventsCommand implements Callable<Integer> {

    private static final List<String> COLUMNS =
            List.of("at", "what", "kind", "name", "owner", "reason");

    private final EventRing ring;
    private final CommandContext context;

    @Option(names = "--all", description = "everybody's (administrators)")
    private boolean all;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "another account's (administrators)")
    private @Nullable String user;

    @Option(names = "-n", paramLabel = "COUNT", description = "how many (50)")
    private int count = 50;

    EventsCommand(EventRing ring, CommandContext context) {
        this.ring = ring;
        this.context = context;
    }

    @Override
    public Integer call() {
        String caller = context.connection().account().name().value();
        String wanted = user == null ? caller : user;
        boolean own = !all && wanted.equals(caller);
        if (!own && !context.connection().account().isAdmin()) {
            return context.output()
                    .fail("forbidden", "only administrators see the tunnels of other accounts");
        }
        if (count < 1) {
            return context.output()
                    .fail("invalid", "-n: %d (expected: 1 or more)".formatted(count));
        }
        List<List<?>> rows =
                ring.latest(all ? Optional.empty() : Optional.of(wanted), count).stream()
                        .<List<?>>map(e ->
                                List.of(
                                        e.at().toString(),
                                        e.what(),
                                        e.kind(),
                                        e.name(),
                                        e.owner(),
                                        e.reason()))
                        .toList();
        context.output().table(COLUMNS, rows);
        return 0;
    }
}
