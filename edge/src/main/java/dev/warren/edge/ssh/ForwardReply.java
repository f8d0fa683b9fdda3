package dev.warren.edge.ssh;

/** A {@link ForwardHandler}'s answer to a {@link ForwardRequest}. */
public sealed interface ForwardReply {

    /**
     * The forward stands.
     *
     * @param port the port the client is told when it asked for port 0; the asked port otherwise
     */
    record Bound(int port) implements ForwardReply {}

    /**
     * The forward is refused; nothing was kept.
     *
     * @param reason one sentence for the user, already without secrets
     */
    record Refused(String reason) implements ForwardReply {}
}
