package dev.warren.tunnels.inspect.ssh;

import dev.warren.core.people.Account;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.edge.ssh.CommandOutput;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.Summary;
import dev.warren.tunnels.inspect.view.Curl;
import dev.warren.tunnels.inspect.view.EntryJson;
import dev.warren.tunnels.inspect.view.EntryText;
import dev.warren.tunnels.inspect.view.Filter;
import dev.warren.tunnels.inspect.view.Har;
import dev.warren.tunnels.inspect.view.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels inspect}: one exchange with its bodies, or the history of a tunnel. */
@Command(
        name = "inspect",
        description = "Show one exchange with its bodies, or what is kept of a tunnel.")
final class InspectCommand implements Callable<Integer> {

    private static final List<String> COLUMNS =
            List.of("id", "at", "tunnel", "status", "millis", "ip", "method", "path", "capture");
    private static final String BUSY =
            "the server has no memory to show it just now (expected: try again)";

    private final InspectTools tools;
    private final CommandContext context;
    private final CommandOutput output;

    @Mixin private FilterOptions options = new FilterOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description = "an id such as req_12, or a tunnel's name; all tunnels without")
    private @Nullable String what;

    @Option(names = "--har", description = "print an HTTP archive")
    private boolean har;

    @Option(names = "--curl", description = "print a curl command")
    private boolean curl;

    @Option(names = "--clear", description = "forget what is kept")
    private boolean clear;

    InspectCommand(InspectTools tools, CommandContext context) {
        this.tools = tools;
        this.context = context;
        this.output = context.output();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (Stream.of(har, curl, clear, output.json()).filter(on -> on).count() > 1) {
            output.fail("usage", "--har, --curl, --clear, --json (expected: one of them)");
            return InspectTools.USAGE;
        }
        Filter filter;
        try {
            filter = options.filter();
        } catch (IllegalArgumentException bad) {
            output.fail("usage", String.valueOf(bad.getMessage()));
            return InspectTools.USAGE;
        }
        String target = what;
        return target != null && target.startsWith("req_") ? one(target) : history(filter);
    }

    private int one(String id) throws InterruptedException {
        Account caller = context.connection().account();
        Optional<Recording> found = tools.access().find(caller, id, "tunnel.inspect");
        if (found.isEmpty()) {
            return output.fail("not-found", "%s: no such exchange is kept".formatted(id));
        }
        if (clear) {
            output.fail("usage", "--clear: forgets whole tunnels (expected: a tunnel's name)");
            return InspectTools.USAGE;
        }
        Function<Shown, List<String>> write =
                har ? this::har : curl ? this::curl : EntryText::lines;
        boolean shown =
                output.json()
                        ? tools.views().print(found.get(), EntryJson::of, output::object)
                        : tools.views().print(found.get(), write, l -> l.forEach(output::say));
        return shown ? 0 : output.fail("busy", BUSY);
    }

    private List<String> curl(Shown shown) {
        String command = Curl.of(shown, tools.base(shown.summary().place()));
        return shown.requestBody().whole()
                ? List.of(command)
                : List.of("# the body was not captured whole", command);
    }

    private List<String> har(Shown shown) {
        return List.of(Har.BEGIN, har("", shown), Har.END);
    }

    private String har(String comma, Shown shown) {
        return comma + Har.entry(shown, tools.base(shown.summary().place()));
    }

    private int history(Filter filter) throws InterruptedException {
        Account caller = context.connection().account();
        Optional<Account> owner = tools.access().owner(caller, options.user(), "tunnel.inspect");
        if (owner.isEmpty()) {
            return output.fail(
                    "forbidden", "only administrators see the tunnels of other accounts");
        }
        long id = owner.get().id();
        if (clear) {
            int count = tools.inspector().clear(id, this::isWanted);
            output.say("%d exchanges forgotten".formatted(count));
            return 0;
        }
        List<Recording> wanted = new ArrayList<>();
        for (Recording recording : tools.inspector().list(id, this::isWanted)) {
            if (!context.cancelled() && filter.admits(recording, tools.views())) {
                wanted.add(recording);
            }
        }
        if (har) {
            return har(wanted);
        }
        if (curl) {
            output.fail("usage", "--curl: shows one request (expected: an id)");
            return InspectTools.USAGE;
        }
        if (output.json()) {
            wanted.forEach(recording -> output.object(EntryJson.of(recording.summary())));
        } else {
            output.table(COLUMNS, wanted.stream().map(r -> row(r.summary())).toList());
        }
        return 0;
    }

    private boolean isWanted(Place place) {
        return what == null || place.isCalled(what);
    }

    private int har(List<Recording> recordings) throws InterruptedException {
        output.say(Har.BEGIN);
        boolean first = true;
        int missing = 0;
        for (Recording recording : recordings) {
            String comma = first ? "" : ",";
            if (context.cancelled()
                    || !tools.views().print(recording, one -> har(comma, one), output::say)) {
                missing++;
            } else {
                first = false;
            }
        }
        output.say(Har.END);
        return missing == 0
                ? 0
                : output.fail("busy", "%d exchanges are missing: %s".formatted(missing, BUSY));
    }

    private static List<?> row(Summary summary) {
        return List.of(
                summary.id(),
                summary.at(),
                summary.place().label(),
                summary.status() == 0 ? "-" : summary.status(),
                TimeUnit.NANOSECONDS.toMillis(summary.nanos()),
                summary.ip(),
                summary.method(),
                summary.path(),
                summary.open() ? "goes on" : summary.capture().words());
    }
}
