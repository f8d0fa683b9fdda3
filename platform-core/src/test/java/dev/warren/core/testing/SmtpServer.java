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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A mail server with good days and bad ones. Thread-safe. */
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
    private volatile Mood mood = Mood.GOOD;

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

    /** What it has, also if it never said so. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    public void forget() {
        received.clear();
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
            talk(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream(), mine);
        } catch (IOException gone) {
            // the client's right
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }

    private void talk(InputStream in, OutputStream out, Mood mine) throws IOException {
        String from = "";
        String to = "";
        say(out, "220 test");
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String verb = line.toUpperCase(Locale.ROOT);
            if (verb.startsWith("EHLO") || verb.startsWith("HELO")) {
                say(out, "250 test");
            } else if (verb.startsWith("MAIL")) {
                from = path(line);
                say(out, "250 OK");
            } else if (verb.startsWith("RCPT")) {
                to = path(line);
                say(out, recipient(mine));
            } else if (verb.startsWith("DATA")) {
                say(out, "354 go on");
                received.add(new Received(from, to, data(in)));
                if (mine == Mood.DIES_AFTER_DATA) {
                    return;
                }
                say(out, mine == Mood.UNWANTED ? "554 5.7.1 no, thanks" : "250 OK");
                if (mine == Mood.UNWANTED) {
                    received.removeLast();
                }
            } else if (verb.startsWith("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 OK");
            }
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
