package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.SshConnection;
import java.io.IOException;

/** What a shell without a tunnel shows: who is there, and what can be done. */
final class Welcome {

    private Welcome() {}

    /** Waits for a key when there is a terminal, since many close with the session. */
    static void show(SshConnection connection, Help help, SessionIo io) throws IOException {
        var out = io.out();
        out.println();
        out.println(
                "Warren. You are %s%s, with the key %s."
                        .formatted(
                                connection.account().name(),
                                connection.account().isAdmin() ? " (admin)" : "",
                                connection.fingerprint()));
        out.println("This connection has no tunnel; 'ssh HOST status' shows how the server is.");
        out.println();
        help.print(out, connection);
        if (io.terminal()) {
            out.println();
            out.print("Press any key to close. ");
            out.flush();
            int key = io.in().read();
            if (key >= 0) {
                out.println();
            }
        }
        out.flush();
    }
}
