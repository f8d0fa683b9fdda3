package dev.warren.edge.ssh;

/**
 * What a module does with remote forwards ({@code ssh -R}). One per application.
 *
 * <p>Every method is called on a virtual thread and may block. For one connection the calls come in
 * the order in which the client asked, one at a time, and the replies go out in that order.
 */
public interface ForwardHandler {

    /** Answers {@code tcpip-forward}. */
    ForwardReply bind(SshConnection connection, ForwardRequest request);

    /**
     * Answers {@code cancel-tcpip-forward}; streams that are open live on.
     *
     * @return whether there was such a forward
     */
    boolean cancel(SshConnection connection, ForwardRequest request);

    /** The connection is gone, with all that was bound on it. Called once, last. */
    void closed(SshConnection connection);
}
