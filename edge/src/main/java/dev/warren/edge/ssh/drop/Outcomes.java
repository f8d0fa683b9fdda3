package dev.warren.edge.ssh.drop;

import dev.warren.edge.ssh.session.Printable;
import dev.warren.edge.ssh.session.SessionIo;
import java.util.List;

/** Writes what became of a file to the user's stderr. */
final class Outcomes {

    private Outcomes() {}

    static void print(List<String> lines, SessionIo io) {
        lines.forEach(line -> io.err().println(Printable.line(line)));
        io.err().flush();
    }
}
