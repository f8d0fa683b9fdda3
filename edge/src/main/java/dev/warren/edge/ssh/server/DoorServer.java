package dev.warren.edge.ssh.server;

import org.apache.sshd.server.SshServer;

/** MINA's server, which can stop to accept before it stops. */
final class DoorServer extends SshServer {

    void stopAccepting() {
        if (acceptor != null) {
            acceptor.unbind();
        }
    }
}
