package dev.warren.edge.ssh;

import dev.warren.core.memory.MemoryBudget;

/** What a module does with {@code direct-tcpip} channels. One per application. */
public interface DirectHandler {

    /** Answers from memory; called on the connection's event loop, so it never blocks. */
    DirectReply connect(SshConnection connection, DirectRequest request);

    /** What the windows of these channels are charged to. */
    MemoryBudget budget();
}
