package dev.warren.tunnels.inspect.ssh;

import dev.warren.tunnels.inspect.replay.Replayer;
import dev.warren.tunnels.ssh.TunnelsSubcommand;

/** The subcommands of {@code tunnels} that look into them. */
public final class InspectCommands {

    private InspectCommands() {}

    public static TunnelsSubcommand watch(InspectTools tools) {
        return new TunnelsSubcommand("watch", context -> new WatchCommand(tools, context));
    }

    public static TunnelsSubcommand inspect(InspectTools tools) {
        return new TunnelsSubcommand("inspect", context -> new InspectCommand(tools, context));
    }

    public static TunnelsSubcommand replay(InspectTools tools, Replayer replayer) {
        return new TunnelsSubcommand(
                "replay", context -> new ReplayCommand(tools, replayer, context));
    }
}
