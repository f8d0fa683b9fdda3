package dev.warren.edge.ssh.login;

import org.apache.sshd.server.session.ServerSession;

/** Is told how log-ins end. Called on event loops and virtual threads; must not block. */
public interface LoginWatch {

    /** A key or certificate was accepted and proved. */
    void accepted(ServerSession session, Login login);

    /**
     * A key was refused; others of the same connection may still succeed.
     *
     * @param reason a bounded word
     */
    void refused(ServerSession session, String reason);

    /** An account was made for the key that just proved itself. */
    void registered(ServerSession session, Login login);
}
