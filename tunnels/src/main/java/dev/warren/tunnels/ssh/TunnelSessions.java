package dev.warren.tunnels.ssh;

import dev.warren.edge.ssh.SessionHandler;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.live.Tunnels;
import java.util.List;

/** Takes a session's words as options of its connection. */
public final class TunnelSessions implements SessionHandler {

    private final Tunnels tunnels;

    public TunnelSessions(Tunnels tunnels) {
        this.tunnels = tunnels;
    }

    @Override
    public List<String> options(SshConnection connection, List<String> words) {
        return tunnels.options(connection, words);
    }

    @Override
    public List<String> complaints(List<String> loginOptions) {
        return tunnels.complaints(loginOptions);
    }

    @Override
    public boolean hasWork(SshConnection connection) {
        return tunnels.hasWork(connection);
    }
}
