package dev.warren.tunnels.names;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tunnels reserve}. */
@Command(
        name = "reserve",
        description = "Keep a name or a port for you, and tell visitors when its tunnel is away.")
final class ReserveCommand implements Callable<Integer> {

    private final NameCommands names;

    @Parameters(paramLabel = "NAME", description = "such as web, or a port")
    private String name = "";

    @Option(
            names = "--page",
            paramLabel = "TEXT",
            description = "what visitors are told while it has no tunnel")
    private @Nullable String page;

    ReserveCommand(NameCommands names) {
        this.names = names;
    }

    @Override
    public Integer call() {
        return names.reserve(name, page);
    }
}
