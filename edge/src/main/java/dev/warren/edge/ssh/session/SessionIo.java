package dev.warren.edge.ssh.session;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three streams of a session, and what is known of its other end. Writing waits for the
 * client's window, so only virtual threads write.
 *
 * @param rawOut stdout for bytes; text goes to {@code out}
 * @param out stdout for text; flush it
 * @param err stderr for text; flush it
 * @param terminal whether the client asked for a terminal
 * @param ending whether the client is gone or has interrupted
 */
public record SessionIo(
        InputStream in,
        OutputStream rawOut,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        Ending ending) {

    static SessionIo of(
            InputStream in, OutputStream out, OutputStream err, boolean terminal, Ending ending) {
        return new SessionIo(in, out, text(out, terminal), text(err, terminal), terminal, ending);
    }

    private static PrintWriter text(OutputStream stream, boolean terminal) {
        OutputStream lines = terminal ? new CarriageReturns(stream) : stream;
        return new PrintWriter(new OutputStreamWriter(lines, StandardCharsets.UTF_8)) {
            @Override
            public void println() {
                write('\n');
            }
        };
    }

    /** A client with a terminal has it in raw mode, so that line ends need both characters. */
    private static final class CarriageReturns extends FilterOutputStream {

        CarriageReturns(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (b == '\n') {
                out.write('\r');
            }
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }
    }
}
