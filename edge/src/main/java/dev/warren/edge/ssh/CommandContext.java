package dev.warren.edge.ssh;

/** What a command knows of its caller, and where its output goes. */
public interface CommandContext {

    SshConnection connection();

    /** The one writer for people and for machines. */
    CommandOutput output();

    /** Whether the caller has gone or interrupted; long-running commands look at it. */
    boolean cancelled();
}
