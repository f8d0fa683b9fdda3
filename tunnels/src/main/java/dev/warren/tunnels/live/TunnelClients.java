package dev.warren.tunnels.live;

import dev.warren.edge.ssh.SshConnection;
import dev.warren.tunnels.options.ConnectionOptions;
import dev.warren.tunnels.options.OptionWords;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The SSH connections that have to do with tunnels, from their first forward or session until they
 * are gone. Thread-safe.
 */
final class TunnelClients {

    private final ConcurrentMap<Long, TunnelClient> clients = new ConcurrentHashMap<>();
    private final OptionWords words;
    private final TunnelReport report;
    private final InstantSource clock;

    TunnelClients(OptionWords words, TunnelReport report, InstantSource clock) {
        this.words = words;
        this.report = report;
        this.clock = clock;
    }

    /** The client of {@code connection}; made, with the options of its login name, if need be. */
    TunnelClient of(SshConnection connection) {
        TunnelClient known = clients.get(connection.id());
        if (known != null) {
            return known;
        }
        TunnelClient made = new TunnelClient(connection, ConnectionOptions.NONE);
        TunnelClient first = clients.putIfAbsent(connection.id(), made);
        if (first != null) {
            return first;
        }
        OptionWords.Read read = words.read(connection.loginOptions());
        read.complaints().forEach(sentence -> report.complaint(connection, sentence));
        made.setOptions(read.over(made.options()), clock.instant());
        if (!connection.isOpen()) {
            forget(connection);
        }
        return made;
    }

    Optional<TunnelClient> find(SshConnection connection) {
        return Optional.ofNullable(clients.get(connection.id()));
    }

    Optional<TunnelClient> forget(SshConnection connection) {
        Optional<TunnelClient> gone = Optional.ofNullable(clients.remove(connection.id()));
        gone.ifPresent(TunnelClient::cancelDeadline);
        return gone;
    }

    Iterable<TunnelClient> all() {
        return clients.values();
    }
}
