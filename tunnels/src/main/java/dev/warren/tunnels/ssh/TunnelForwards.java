package dev.warren.tunnels.ssh;

import dev.warren.edge.ssh.ForwardHandler;
import dev.warren.edge.ssh.ForwardReply;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.live.BindOutcome;
import dev.warren.tunnels.live.Refusal;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.Tunnels;

/** Answers {@code ssh -R}. */
public final class TunnelForwards implements ForwardHandler {

    private final Tunnels tunnels;

    public TunnelForwards(Tunnels tunnels) {
        this.tunnels = tunnels;
    }

    @Override
    public ForwardReply bind(SshConnection connection, ForwardRequest request) {
        return switch (tunnels.bind(connection, request)) {
            case BindOutcome.Opened(Tunnel tunnel) ->
                    new ForwardReply.Bound(tunnel.key().bindPort());
            case BindOutcome.Refused(Refusal why, String sentence) ->
                    new ForwardReply.Refused(sentence);
        };
    }

    @Override
    public boolean cancel(SshConnection connection, ForwardRequest request) {
        return tunnels.cancel(connection, request);
    }

    @Override
    public void closed(SshConnection connection) {
        tunnels.closed(connection);
    }
}
