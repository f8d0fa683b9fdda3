package dev.warren.edge.ssh.session;

import dev.warren.edge.ssh.SshConnection;

/** What a shell without a tunnel shows: who is there, and what can be done. */
final class Welcome {

    private Welcome() {}

    static void show(SshConnection connection, Help help, SessionIo io) {
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
        out.flush();
    }
}
