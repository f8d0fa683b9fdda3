package dev.warren.tunnels.names;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tunnels release}. */
@Command(name = "release", description = "Give a reserved name or port back.")
final class ReleaseCommand implements Callable<Integer> {

    private final NameCommands names;

    @Parameters(paramLabel = "NAME", description = "such as web, or a port")
    private String name = "";

    ReleaseCommand(NameCommands names) {
        this.names = names;
    }

    @Override
    public Integer call() {
        return names.release(name);
    }
}
