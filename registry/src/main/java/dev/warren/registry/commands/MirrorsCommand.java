package dev.warren.registry.commands;

import dev.warren.core.audit.AuditLog;
import dev.warren.edge.ssh.ByteCount;
import dev.warren.edge.ssh.CommandContext;
import dev.warren.registry.commands.Call.Refused;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.overview.RegistryOverview;
import dev.warren.registry.overview.RegistryOverview.Mirror;
import dev.warren.registry.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code registry mirrors}. Confined to one thread. */
@Command(
        name = "mirrors",
        description = "List the registries that are pulled through, and how it stands with them.")
final class MirrorsCommand implements Callable<Integer> {

    private static final int PERCENT = 100;
    private static final List<String> COLUMNS =
            List.of(
                    "upstream",
                    "state",
                    "kept",
                    "may_keep",
                    "reads",
                    "hits",
                    "hit_percent",
                    "pulls_left",
                    "pulls_limit",
                    "refused");

    private final Parts parts;
    private final Call call;

    @Option(
            names = "--reset",
            paramLabel = "UPSTREAM",
            description =
                    "ask it again for what it did not have or refused, and forget that it failed"
                            + " (administrators)")
    private @Nullable String reset;

    /** What the command uses. */
    record Parts(RegistryOverview overview, Mirrors mirrors, AuditLog audit) {}

    MirrorsCommand(Parts parts, CommandContext context) {
        this.parts = parts;
        this.call = new Call(context);
    }

    @Override
    public Integer call() {
        return call.act(() -> {
            if (reset != null) {
                return reset(reset);
            }
            call.output()
                    .table(
                            COLUMNS,
                            parts.overview.mirrors().stream()
                                    .<List<?>>map(MirrorsCommand::row)
                                    .toList());
            return 0;
        });
    }

    private int reset(String upstream) throws Refused {
        call.administratorsOnly("reset mirrors");
        if (!parts.mirrors.reset(upstream)) {
            throw new Refused("not-found", "there is no upstream " + upstream);
        }
        parts.audit.record(call.name(), "registry.mirror.reset", upstream, "");
        call.output().say("%s will be asked again".formatted(upstream));
        return 0;
    }

    private static List<?> row(Mirror mirror) {
        RegistryOverview.Upstream kept = mirror.kept();
        Upstream.Condition condition = mirror.state().condition();
        return List.of(
                kept.name(),
                state(condition),
                new ByteCount(kept.bytes()),
                mirror.limit().isPresent() ? new ByteCount(mirror.limit().getAsLong()) : "",
                kept.reads(),
                kept.hits(),
                kept.hitRate().isPresent()
                        ? Math.round(PERCENT * kept.hitRate().getAsDouble())
                        : "",
                orNothing(condition.left()),
                orNothing(condition.limit()),
                mirror.state().refused());
    }

    private static Object orNothing(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : "";
    }

    private static String state(Upstream.Condition condition) {
        if (condition.silent()) {
            return "no answer";
        }
        Duration pause = condition.pause();
        return pause.isPositive() ? "spared for %d s".formatted(pause.toSeconds()) : "good";
    }
}
