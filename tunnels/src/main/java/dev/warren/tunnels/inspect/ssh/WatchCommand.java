package dev.warren.tunnels.inspect.ssh;

import dev.warren.core.people.Account;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.Summary;
import dev.warren.tunnels.inspect.Viewer;
import dev.warren.tunnels.inspect.view.EntryJson;
import dev.warren.tunnels.inspect.view.EntryText;
import dev.warren.tunnels.inspect.view.Filter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tunnels watch}: a line for every exchange as it ends, until the caller goes or, on a
 * terminal, types Ctrl-C or Ctrl-D. As with sessions, the end of the input ends nothing where there
 * is no terminal, since programs are started with {@code < /dev/null}.
 */
@Command(name = "watch", description = "Show requests as they happen; Ctrl-C ends it.")
final class WatchCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;

    private final InspectTools tools;
    private final CommandContext context;
    private final CommandOutput output;
    private volatile boolean typedEnd;
    private int shown;

    @Mixin private FilterOptions options = new FilterOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "a tunnel's name; all of them without")
    private @Nullable String name;

    @Option(names = "--count", paramLabel = "N", description = "end after so many lines")
    private int count;

    WatchCommand(InspectTools tools, CommandContext context) {
        this.tools = tools;
        this.context = context;
        this.output = context.output();
    }

    @Override
    public Integer call() throws InterruptedException {
        Filter filter;
        try {
            filter = options.filter();
        } catch (IllegalArgumentException bad) {
            output.fail("usage", String.valueOf(bad.getMessage()));
            return InspectTools.USAGE;
        }
        Account caller = context.connection().account();
        Optional<Account> owner = tools.access().owner(caller, options.user(), "tunnel.watch");
        if (owner.isEmpty()) {
            return output.fail(
                    "forbidden", "only administrators see the tunnels of other accounts");
        }
        Predicate<Place> wanted = place -> name == null || place.isCalled(name);
        Optional<Viewer> opened = tools.inspector().watch(owner.get().id(), wanted);
        if (opened.isEmpty()) {
            return output.fail(
                    "busy", "as many watch these tunnels as may (expected: try again later)");
        }
        try (Viewer viewer = opened.get()) {
            if (context.terminal()) {
                Thread.startVirtualThread(this::readKeys);
            }
            watch(viewer, filter);
        }
        return 0;
    }

    private void watch(Viewer viewer, Filter filter) throws InterruptedException {
        while (!isOver()) {
            Viewer.Batch batch = viewer.take(LOOK);
            List<Summary> wanted = new ArrayList<>();
            for (Recording recording : batch.recordings()) {
                if (!isOver() && filter.admits(recording, tools.views())) {
                    wanted.add(recording.summary());
                }
            }
            output.together(() -> show(batch.lost(), wanted));
        }
    }

    private void show(long lost, List<Summary> summaries) {
        if (lost > 0) {
            lost(lost);
        }
        for (Summary summary : summaries) {
            if (!isOver()) {
                show(summary);
            }
        }
    }

    private boolean isOver() {
        return typedEnd || context.cancelled() || count > 0 && shown >= count;
    }

    private void show(Summary summary) {
        shown++;
        if (output.json()) {
            output.object(EntryJson.of(summary));
        } else {
            output.say(EntryText.line(summary));
        }
    }

    private void lost(long number) {
        if (output.json()) {
            output.object(Map.of("lost", number));
        } else {
            output.say("… %d more passed than could be shown".formatted(number));
        }
    }

    private void readKeys() {
        byte[] typed = new byte[64];
        try {
            for (int n = context.input().read(typed); n >= 0; n = context.input().read(typed)) {
                for (int i = 0; i < n; i++) {
                    typedEnd |= typed[i] == CTRL_C || typed[i] == CTRL_D;
                }
            }
            typedEnd = true;
        } catch (IOException gone) {
            typedEnd = true;
        }
    }
}
