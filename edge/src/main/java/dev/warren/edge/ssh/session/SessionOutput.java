package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.CommandOutput;

/** Writes to a session, and sends what was written when it is to be sent. */
abstract class SessionOutput implements CommandOutput {

    private final SessionIo io;
    private boolean holding;

    SessionOutput(SessionIo io) {
        this.io = io;
    }

    final SessionIo io() {
        return io;
    }

    @Override
    public final void together(Runnable writes) {
        holding = true;
        try {
            writes.run();
        } finally {
            holding = false;
            flush();
        }
    }

    /** Sends what was written to stdout, unless more belongs to it. */
    final void flush() {
        if (!holding) {
            io.out().flush();
        }
    }
}
