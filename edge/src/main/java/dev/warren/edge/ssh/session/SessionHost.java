package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.login.Login;
import java.time.Duration;

/** The connection that a session belongs to, as sessions see it. */
public interface SessionHost {

    SshConnection connection();

    Login.Restrictions restrictions();

    NewsDesk news();

    /** Takes one of the connection's places for sessions; false when there is none left. */
    boolean enter();

    /** Counts work that a stopping server waits for: 1 when it starts, -1 when it ends. */
    void working(int change);

    /** Gives the place back. */
    void leave();

    /**
     * Waits until all forward requests that came before are answered.
     *
     * @return whether they were in time
     */
    boolean awaitReplies(Duration atMost) throws InterruptedException;
}
