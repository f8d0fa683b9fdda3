package dev.warren.tunnels.inspect.ssh;

import dev.warren.tunnels.inspect.replay.Replayer;
import dev.warren.tunnels.ssh.TunnelSubcommand;

/** The subcommands of {@code tunnels} that look into them. */
public final class InspectCommands {

    private InspectCommands() {}

    public static TunnelSubcommand watch(InspectTools tools) {
        return new TunnelSubcommand("watch", context -> new WatchCommand(tools, context));
    }

    public static TunnelSubcommand inspect(InspectTools tools) {
        return new TunnelSubcommand("inspect", context -> new InspectCommand(tools, context));
    }

    public static TunnelSubcommand replay(InspectTools tools, Replayer replayer) {
        return new TunnelSubcommand(
                "replay", context -> new ReplayCommand(tools, replayer, context));
    }
}
