package dev.warren.tunnels.live;

import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.options.ConnectionOptions;
import dev.warren.tunnels.options.Deadline;
import dev.warren.tunnels.options.TcpAlias;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection as the tunnels see it: its options and its forwards. Read by any thread,
 * changed under the account's lock in {@link Tunnels}.
 */
public final class TunnelClient {

    private final SshConnection connection;
    private final Map<ForwardRequest, Tunnel> tunnels = new ConcurrentHashMap<>(2);
    private final RequestLines requestLines;
    private volatile ConnectionOptions options;
    private @Nullable ScheduledFuture<?> deadline;

    TunnelClient(SshConnection connection, ConnectionOptions options) {
        this.connection = connection;
        this.options = options;
        this.requestLines = new RequestLines(connection);
    }

    public SshConnection connection() {
        return connection;
    }

    /** What was set on the connection and on its forwards. */
    public ConnectionOptions options() {
        return options;
    }

    /** Lines about single requests, for the session. */
    public RequestLines requestLines() {
        return requestLines;
    }

    void setOptions(ConnectionOptions newOptions, Instant now) {
        Optional<Instant> before = deadline(options);
        options = newOptions;
        Optional<Instant> at = deadline(newOptions);
        if (at.isPresent() && !at.equals(before)) {
            cancelDeadline();
            deadline =
                    connection
                            .eventLoop()
                            .schedule(
                                    () -> connection.disconnect("the deadline is reached"),
                                    Math.max(0, Duration.between(now, at.get()).toMillis()),
                                    TimeUnit.MILLISECONDS);
        }
    }

    private static Optional<Instant> deadline(ConnectionOptions options) {
        return options.common().get(Deadline.class).map(Deadline::at);
    }

    /** Forwards that would be opened otherwise now than under {@code before}, oldest first. */
    List<Tunnel> outdated(ConnectionOptions before) {
        boolean all = before.common().isOn(TcpAlias.class) != options.common().isOn(TcpAlias.class);
        return tunnels().stream().filter(t -> all || t.wantsAnotherGroup()).toList();
    }

    void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    void add(Tunnel tunnel) {
        tunnels.put(tunnel.key(), tunnel);
    }

    void remove(Tunnel tunnel) {
        tunnels.remove(tunnel.key(), tunnel);
    }

    @Nullable Tunnel tunnel(ForwardRequest key) {
        return tunnels.get(key);
    }

    /** A copy, oldest first. */
    List<Tunnel> tunnels() {
        return tunnels.values().stream().sorted(Comparator.comparingLong(Tunnel::id)).toList();
    }

    int size() {
        return tunnels.size();
    }
}
