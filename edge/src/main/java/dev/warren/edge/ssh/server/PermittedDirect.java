package dev.warren.edge.ssh.server;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.DirectReply;
import dev.warren.edge.ssh.DirectRequest;
import dev.warren.edge.ssh.SshConnection;

/** Lets {@code direct-tcpip} through to its handler, unless a certificate forbids forwarding. */
record PermittedDirect(DirectHandler handler) implements DirectHandler {

    @Override
    public DirectReply connect(SshConnection connection, DirectRequest request) {
        return ((Connection) connection).restrictions().forwarding()
                ? handler.connect(connection, request)
                : new DirectReply.Prohibited("the certificate does not permit forwarding");
    }

    @Override
    public MemoryBudget budget() {
        return handler.budget();
    }
}
