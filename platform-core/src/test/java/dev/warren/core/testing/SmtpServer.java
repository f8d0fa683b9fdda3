package dev.warren.core.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server with good days and bad ones, which may offer TLS and want a log-in. Thread-safe.
 */
public final class SmtpServer implements AutoCloseable {

    /** What it is in the mood for. */
    public enum Mood {
        GOOD,
        /** Says nothing at all. */
        SILENT,
        /** Answers {@code RCPT} with 450. */
        BUSY,
        /** Answers {@code RCPT} with 550. */
        UNKNOWN_RECIPIENT,
        /** Has the mail, and hangs up before it says so. */
        DIES_AFTER_DATA,
        /** Answers the mail itself with 554. */
        UNWANTED,
        /** Hangs up at once. */
        CLOSED
    }

    /** A mail as it came. */
    public record Received(String from, String to, byte[] bytes) {

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The first header of that name, unfolded; empty when there is none. */
        public String header(String name) {
            String head = text().split("\r\n\r\n", 2)[0].replaceAll("\r\n[ \t]+", " ");
            return head.lines()
                    .filter(line ->
                            line.toLowerCase(Locale.ROOT)
                                    .startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private final ServerSocket listening;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.GOOD;
    private volatile @Nullable SSLContext tls;
    private volatile @Nullable LogIn logIn;

    /**
     * A log-in that it wants before it takes mail.
     *
     * @param how {@code PLAIN} or {@code LOGIN}
     */
    public record LogIn(String how, String user, String password) {}

    public SmtpServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void mood(Mood now) {
        mood = now;
    }

    /** Offers STARTTLS from now on, or no longer. */
    public void tls(@Nullable SSLContext context) {
        tls = context;
    }

    /** Wants a log-in from now on, or no longer. */
    public void logIn(@Nullable LogIn wanted) {
        logIn = wanted;
    }

    /** The verbs that came, each after {@code plain} or {@code tls}. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /** What it has, also if it never said so. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    public void forget() {
        received.clear();
        heard.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException over) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        // one mood for a whole session: between two of them it would answer as neither would
        Mood mine = mood;
        try (socket) {
            if (mine == Mood.CLOSED) {
                return;
            }
            if (mine == Mood.SILENT) {
                closed.await(5, TimeUnit.MINUTES);
                return;
            }
            new Session(socket, mine).talk();
        } catch (IOException gone) {
            // the client's right
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }

    /** One connection; confined to its thread. */
    private final class Session {

        private final Mood mine;
        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private String from = "";
        private String to = "";
        private boolean known;

        Session(Socket socket, Mood mine) throws IOException {
            this.mine = mine;
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        void talk() throws IOException {
            say(out, "220 test");
            boolean on = true;
            for (String line = line(in); on && !line.isEmpty(); line = on ? line(in) : "") {
                String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                heard.add((socket instanceof SSLSocket ? "tls " : "plain ") + verb);
                on = command(verb, line);
            }
        }

        /** Whether to go on. */
        private boolean command(String verb, String line) throws IOException {
            switch (verb) {
                case "EHLO", "HELO" -> greet();
                case "STARTTLS" -> secure();
                case "AUTH" -> logIn(line);
                case "MAIL" -> {
                    from = path(line);
                    boolean welcome = logIn == null || known;
                    say(out, welcome ? "250 OK" : "530 5.7.0 log in first");
                }
                case "RCPT" -> {
                    to = path(line);
                    say(out, recipient(mine));
                }
                case "DATA" -> {
                    return mail();
                }
                case "QUIT" -> {
                    say(out, "221 bye");
                    return false;
                }
                default -> say(out, "250 OK");
            }
            return true;
        }

        private void greet() throws IOException {
            LogIn wanted = logIn;
            say(out, "250-test");
            if (tls != null && !(socket instanceof SSLSocket)) {
                say(out, "250-STARTTLS");
            }
            if (wanted != null) {
                say(out, "250-AUTH " + wanted.how);
            }
            say(out, "250 8BITMIME");
        }

        private void secure() throws IOException {
            SSLContext context = tls;
            if (context == null) {
                say(out, "502 5.5.1 no");
                return;
            }
            say(out, "220 go on");
            SSLSocket inside =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
            inside.setUseClientMode(false);
            inside.startHandshake();
            socket = inside;
            in = new BufferedInputStream(inside.getInputStream());
            out = inside.getOutputStream();
        }

        private void logIn(String line) throws IOException {
            LogIn wanted = logIn;
            String[] words = line.split(" ");
            if (wanted == null || !words[1].equalsIgnoreCase(wanted.how)) {
                say(out, "504 5.5.4 not so");
                return;
            }
            String said =
                    wanted.how.equals("PLAIN")
                            ? decoded(words[2])
                            : "\0" + ask("Username:") + "\0" + ask("Password:");
            // for whom, which may be left out, is before the first of the zeros
            known =
                    said.substring(said.indexOf('\0'))
                            .equals("\0" + wanted.user + "\0" + wanted.password);
            say(out, known ? "235 2.7.0 welcome" : "535 5.7.8 wrong name or password");
        }

        private String ask(String what) throws IOException {
            say(
                    out,
                    "334 "
                            + Base64.getEncoder()
                                    .encodeToString(what.getBytes(StandardCharsets.UTF_8)));
            return decoded(line(in));
        }

        private static String decoded(String base64) {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        }

        private boolean mail() throws IOException {
            say(out, "354 go on");
            received.add(new Received(from, to, data(in)));
            if (mine == Mood.DIES_AFTER_DATA) {
                return false;
            }
            say(out, mine == Mood.UNWANTED ? "554 5.7.1 no, thanks" : "250 OK");
            if (mine == Mood.UNWANTED) {
                received.removeLast();
            }
            return true;
        }
    }

    private static String recipient(Mood mine) {
        return switch (mine) {
            case BUSY -> "450 4.2.1 come back later";
            case UNKNOWN_RECIPIENT -> "550 5.1.1 no such user";
            default -> "250 OK";
        };
    }

    private static String path(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
        return "";
    }

    private static byte[] data(InputStream in) throws IOException {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("cut short");
                }
                line.write(b);
            }
            line.write('\n');
            byte[] bytes = line.toByteArray();
            if (line.toString(StandardCharsets.ISO_8859_1).equals(".\r\n")) {
                return mail.toByteArray();
            }
            int stuffed = bytes[0] == '.' ? 1 : 0;
            mail.write(bytes, stuffed, bytes.length - stuffed);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
