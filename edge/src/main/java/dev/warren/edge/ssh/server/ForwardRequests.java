package dev.warren.edge.ssh.server;

import dev.warren.edge.ssh.ForwardHandler;
import dev.warren.edge.ssh.ForwardReply;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SessionNews;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one connection's {@code tcpip-forward} and {@code cancel-tcpip-forward}; on the virtual
 * thread of its {@link ReplyOrder}.
 */
final class ForwardRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardRequests.class);
    static final int MAX_PORT = 65535;
    static final int MAX_ADDRESS = 1024;

    private final Connection connection;
    private final ConnectionSetup setup;

    ForwardRequests(Connection connection, ConnectionSetup setup) {
        this.connection = connection;
        this.setup = setup;
    }

    /**
     * Binds.
     *
     * @param port as sent, unsigned
     * @return the port that was bound; empty when it was refused, which the user has been told
     */
    OptionalInt bind(String address, long port) {
        if (address.length() > MAX_ADDRESS) {
            return refuse("", port, "the address to bind is too long");
        }
        if (port > MAX_PORT) {
            return refuse(
                    address, port, "port %d does not exist (expected: 0 to 65535)".formatted(port));
        }
        if (setup.forwards().isEmpty() || !connection.restrictions().forwarding()) {
            return refuse(address, port, "forwarding is not permitted on this connection");
        }
        ForwardHandler handler = setup.forwards().get();
        ForwardReply reply;
        try {
            reply = handler.bind(connection, new ForwardRequest(address, (int) port));
        } catch (RuntimeException broken) {
            LOG.warn("ssh forward failed {}", connection, broken);
            return refuse(address, port, "the forward failed; the server's log says why");
        }
        return switch (reply) {
            case ForwardReply.Bound(int bound) -> {
                setup.metrics().forward("bound");
                yield OptionalInt.of(bound);
            }
            case ForwardReply.Refused(String reason) -> refuse(address, port, reason);
        };
    }

    boolean cancel(String address, long port) {
        if (setup.forwards().isEmpty() || port > MAX_PORT || address.length() > MAX_ADDRESS) {
            return false;
        }
        boolean cancelled =
                setup.forwards().get().cancel(connection, new ForwardRequest(address, (int) port));
        if (cancelled) {
            setup.metrics().forward("cancelled");
        }
        return cancelled;
    }

    OptionalInt refuse(String address, long port, String reason) {
        setup.metrics().forward("refused");
        connection.tell(
                new SessionNews(
                        "refused",
                        reason,
                        Map.of("bind_address", address, "bind_port", port),
                        true));
        return OptionalInt.empty();
    }
}
