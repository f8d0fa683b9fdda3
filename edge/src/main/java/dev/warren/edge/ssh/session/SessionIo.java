package dev.warren.edge.ssh.session;

import java.io.FilterInputStream;
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
 * @param screen the terminal, if the client asked for one
 * @param ending whether the client is gone or has interrupted
 */
public record SessionIo(
        InputStream in,
        OutputStream rawOut,
        PrintWriter out,
        PrintWriter err,
        Screen screen,
        Ending ending) {

    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;

    static SessionIo of(
            InputStream in, OutputStream out, OutputStream err, Screen screen, Ending ending) {
        boolean terminal = screen.isThere();
        return new SessionIo(in, out, text(out, terminal), text(err, terminal), screen, ending);
    }

    /** Whether the client asked for a terminal. */
    public boolean terminal() {
        return screen.isThere();
    }

    /** The same with an input that ends behind Ctrl-C, though the session goes on. */
    SessionIo untilInterrupt() {
        return new SessionIo(new UntilInterrupt(in), rawOut, out, err, screen, ending);
    }

    /** Reads no further than a Ctrl-C or Ctrl-D. One reader at a time. */
    private static final class UntilInterrupt extends FilterInputStream {

        private boolean over;

        UntilInterrupt(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = over ? -1 : in.read();
            over = octet < 0 || octet == CTRL_C || octet == CTRL_D;
            return octet;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int octet = length == 0 ? 0 : read();
            if (length == 0 || octet < 0) {
                return octet;
            }
            bytes[offset] = (byte) octet;
            return 1;
        }
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
