package dev.warren.edge.ssh.session;

import java.io.IOException;

/** What a session does: a command, news, a copy. Runs on a virtual thread. */
@FunctionalInterface
public interface Work {

    /**
     * Does it.
     *
     * @return the exit status
     */
    int run(SessionIo io) throws IOException, InterruptedException;

    /** Whether a stopping server need not wait for it. */
    default boolean mayBeCutOff() {
        return false;
    }
}
