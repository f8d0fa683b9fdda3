package dev.warren.edge.ssh;

import java.io.InputStream;

/** What a command knows of its caller, and where its output goes. */
public interface CommandContext {

    SshConnection connection();

    /** The one writer for people and for machines. */
    CommandOutput output();

    /**
     * What the caller sends on its standard input. Reading waits for the caller, and ends early
     * when it goes; the channel's window bounds what is held. Empty unless there is a caller.
     */
    default InputStream input() {
        return InputStream.nullInputStream();
    }

    /** Whether the caller has a terminal, so that waiting for typed input makes sense. */
    default boolean terminal() {
        return false;
    }

    /** Whether the caller has gone or interrupted; long-running commands look at it. */
    boolean cancelled();
}
