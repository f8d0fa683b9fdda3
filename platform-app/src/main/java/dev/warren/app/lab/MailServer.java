package dev.warren.app.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mail server that keeps what it takes, and asks its {@link Manners} at each step what to do. A
 * mail that it kept is one that its reader has, whether its sender was told or not. Thread-safe.
 */
public final class MailServer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BACKLOG = 100;
    private static final int LONGEST_MAIL = 8 << 20;
    private static final String GOODBYE = "QUIT";

    /** What a session has come to, before the server says anything about it. */
    public enum Step {
        CONNECTED("220 lab"),
        EHLO("250 lab"),
        MAIL("250 OK"),
        RCPT("250 OK"),
        DATA("354 go on"),
        /** The first line of the mail is there; nothing is said. */
        HALF(""),
        /** All of the mail is there. */
        DOT("250 OK"),
        /** The sender was told that the mail was taken; nothing more is said. */
        TAKEN("");

        private final String usual;

        Step(String usual) {
            this.usual = usual;
        }
    }

    /** What is done at a step. */
    public sealed interface Act {

        /** What a good server does. */
        record Usual() implements Act {}

        /** Says a line instead; the mail is not kept. */
        record Say(String line) implements Act {}

        /** Ends the connection. */
        record HangUp() implements Act {}

        /** Keeps the mail, and ends the connection without a word. */
        record KeepAndHangUp() implements Act {}

        /** Says nothing, for as long as the other side stays. */
        record Silence() implements Act {}
    }

    /** How it behaves. Called by the sessions' threads, which may be made to wait. */
    @FunctionalInterface
    public interface Manners {

        /**
         * @param to the recipient, empty before it is known
         */
        Act at(Step step, String to);
    }

    /** A mail that was kept. */
    public record Kept(String to, byte[] bytes) {

        /** Its identity; empty when it has none. */
        public String id() {
            Matcher id =
                    Pattern.compile("(?im)^Message-ID:\\s*(<[^>]*>)")
                            .matcher(new String(bytes, ISO_8859_1));
            return id.find() ? id.group(1) : "";
        }

        /** All that {@code wanted} finds in it, whatever the encoding of ASCII makes of it. */
        public Set<String> words(Pattern wanted) {
            String text = new String(bytes, ISO_8859_1).replace("=\r\n", "");
            return wanted.matcher(text)
                    .results()
                    .map(found -> found.group())
                    .collect(Collectors.toSet());
        }
    }

    private final ServerSocket listening;
    private final List<Kept> kept = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Manners manners = (_, _) -> new Act.Usual();

    private MailServer(ServerSocket listening) {
        this.listening = listening;
    }

    /** Opens one with good manners on a free loopback port. */
    public static MailServer open() {
        try {
            MailServer server =
                    new MailServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("mail-server").start(server::accept);
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How it behaves from now on, in sessions that stand too. */
    public void manners(Manners now) {
        manners = now;
    }

    /** The mails that it has, in their order. */
    public List<Kept> kept() {
        return List.copyOf(kept);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // that is how it ends
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            new Session(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream())
                    .talk();
        } catch (IOException gone) {
            // the sender's right
        } finally {
            sockets.remove(socket);
        }
    }

    /** One connection; confined to its thread. */
    private final class Session {

        private final InputStream in;
        private final OutputStream out;
        private String to = "";

        Session(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void talk() throws IOException {
            boolean on = step(Step.CONNECTED);
            while (on) {
                String line = line();
                String verb = line.toUpperCase(Locale.ROOT);
                if (line.isEmpty() || verb.startsWith(GOODBYE)) {
                    say("221 bye");
                    return;
                }
                on = command(verb, line);
            }
        }

        private boolean command(String verb, String line) throws IOException {
            if (verb.startsWith("EHLO") || verb.startsWith("HELO")) {
                return step(Step.EHLO);
            }
            if (verb.startsWith("MAIL")) {
                return step(Step.MAIL);
            }
            if (verb.startsWith("RCPT")) {
                to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                return step(Step.RCPT);
            }
            if (verb.startsWith("DATA")) {
                return step(Step.DATA) && mail();
            }
            say("250 OK");
            return true;
        }

        /** Whether to go on. */
        private boolean step(Step step) throws IOException {
            return switch (manners.at(step, to)) {
                case Act.Usual _ -> {
                    say(step.usual);
                    yield true;
                }
                case Act.Say(String line) -> {
                    say(line);
                    // who was refused the data goes on with commands
                    yield step != Step.DATA;
                }
                case Act.HangUp _, Act.KeepAndHangUp _ -> false;
                case Act.Silence _ -> silent();
            };
        }

        private boolean mail() throws IOException {
            byte[] bytes = data();
            if (bytes.length == 0) {
                return false;
            }
            return switch (manners.at(Step.DOT, to)) {
                case Act.Usual _ -> {
                    kept.add(new Kept(to, bytes));
                    say(Step.DOT.usual);
                    yield step(Step.TAKEN);
                }
                case Act.Say(String line) -> {
                    say(line);
                    yield true;
                }
                case Act.KeepAndHangUp _ -> {
                    kept.add(new Kept(to, bytes));
                    yield false;
                }
                case Act.HangUp _ -> false;
                case Act.Silence _ -> silent();
            };
        }

        /** The mail; empty when the session is to end before all of it is there. */
        private byte[] data() throws IOException {
            ByteArrayOutputStream mail = new ByteArrayOutputStream();
            for (int i = 0; mail.size() < LONGEST_MAIL; i++) {
                byte[] line = rawLine();
                if (line.length == 3 && line[0] == '.') {
                    return mail.toByteArray();
                }
                if (i == 0 && !step(Step.HALF)) {
                    return new byte[0];
                }
                int stuffed = line[0] == '.' ? 1 : 0;
                mail.write(line, stuffed, line.length - stuffed);
            }
            throw new IOException("too large");
        }

        private boolean silent() throws IOException {
            byte[] ignored = new byte[1024];
            while (in.read(ignored) >= 0) {
                // whatever it says
            }
            return false;
        }

        private String line() throws IOException {
            return new String(rawLine(), US_ASCII).strip();
        }

        /** With its end. */
        private byte[] rawLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = in.read();
            while (next >= 0 && line.size() < LONGEST_MAIL) {
                line.write(next);
                if (next == '\n') {
                    return line.toByteArray();
                }
                next = in.read();
            }
            throw new IOException("cut short");
        }

        private void say(String line) throws IOException {
            if (!line.isEmpty()) {
                out.write((line + "\r\n").getBytes(US_ASCII));
                out.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
