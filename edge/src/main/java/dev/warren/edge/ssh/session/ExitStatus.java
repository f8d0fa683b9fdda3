package dev.warren.edge.ssh.session;

/** The exit statuses of everything that runs on a session. */
public final class ExitStatus {

    public static final int OK = 0;

    /** It was understood, and it did not work. */
    public static final int FAILED = 1;

    /** It was not understood: unknown command, bad option, bad argument. */
    public static final int USAGE = 2;

    private ExitStatus() {}
}
