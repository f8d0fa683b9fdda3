package dev.warren.edge.ssh;

import java.util.List;

/**
 * What a module does with a session that is no command: a shell, or an exec whose words are all
 * {@code key=value} options. One per application.
 */
public interface SessionHandler {

    /**
     * Takes the session's words (empty for a shell) as options of the connection.
     *
     * <p>Called on a virtual thread before the session starts to show news.
     *
     * @return the complaints, one sentence each; empty when all is well
     */
    List<String> options(SshConnection connection, List<String> words);

    /**
     * What there is to complain of in the words of a login name, one sentence each; told before the
     * connection stands, since a client without a session would see nothing of it later. From
     * memory: called on event loops.
     */
    List<String> complaints(List<String> loginOptions);

    /**
     * Whether the connection has anything that a session could show, so that it should stay open.
     */
    boolean hasWork(SshConnection connection);
}
