package dev.warren.app.drill.feeds;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.warren.app.lab.Waiting;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A server whose feeds are each an attack. Each is at an address of its own. */
final class HostileServer implements AutoCloseable {

    private static final int PIECE = 64 * 1024;
    private static final long GIGABYTE = 1L << 30;
    private static final int BOMB_PIECES = 10 * 1024;
    private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};

    /** An empty last block, a check sum and a length. */
    private static final byte[] GZIP_END = {3, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n";

    private final ServerSocket server;
    private final byte[] bomb;

    /** What each of its feeds does. */
    enum Attack {
        HUGE("a feed of 1 GB"),
        ENDLESS("a feed without end"),
        DRIP("one byte a second"),
        BOMB("10 GB in a gzip"),
        TWICE("a gzip in a gzip"),
        LAUGHS("a billion laughs"),
        OUTSIDE("a file of the server as an entity"),
        DEEP("100,000 elements in each other"),
        REDIRECTS("redirects in a circle"),
        INSIDE("a redirect to the machine itself");

        private final String words;

        Attack(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private HostileServer(ServerSocket server, byte[] bomb) {
        this.server = server;
        this.bomb = bomb;
    }

    static HostileServer open() {
        try {
            ServerSocket server = new ServerSocket(0, 100, InetAddress.getByName("0.0.0.0"));
            HostileServer hostile = new HostileServer(server, bomb());
            Thread.ofVirtual().name("hostile").start(hostile::accept);
            return hostile;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The same compressed mebibyte again and again; nobody comes to its wrong check sum. */
    private static byte[] bomb() {
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) ' ');
        byte[] packed = new byte[PIECE];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(piece);
        int length = deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH);
        deflater.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(GZIP_HEAD);
        for (int i = 0; i < BOMB_PIECES; i++) {
            out.write(packed, 0, length);
        }
        out.writeBytes(GZIP_END);
        return out.toByteArray();
    }

    String url(Attack attack) {
        return "http://127.50.0.%d:%d/%s"
                .formatted(attack.ordinal() + 1, server.getLocalPort(), attack.name());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // that is how it ends
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            String line = in.readLine();
            String path = line == null ? "" : line.split(" ")[1].substring(1);
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            attack(Attack.valueOf(path), socket.getOutputStream());
        } catch (IOException | RuntimeException gone) {
            // the other side has had enough
        }
    }

    private void attack(Attack attack, OutputStream out) throws IOException {
        switch (attack) {
            case HUGE -> {
                write(out, OK + "Content-Length: " + GIGABYTE + "\r\n\r\n<rss><channel>");
                flood(out, GIGABYTE);
            }
            case ENDLESS -> {
                write(out, OK + "Connection: close\r\n\r\n<rss><channel>");
                flood(out, Long.MAX_VALUE);
            }
            case DRIP -> drip(out);
            case BOMB -> {
                write(
                        out,
                        OK
                                + "Content-Encoding: gzip\r\nContent-Length: "
                                + bomb.length
                                + "\r\n\r\n");
                out.write(bomb);
            }
            case TWICE ->
                    write(out, OK + "Content-Encoding: gzip, gzip\r\nContent-Length: 0\r\n\r\n");
            case LAUGHS -> document(out, laughs());
            case OUTSIDE ->
                    document(
                            out,
                            "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>&x;</title></channel></rss>");
            case DEEP -> document(out, "<rss version=\"2.0\"><channel>" + "<a>".repeat(100_000));
            case REDIRECTS -> redirect(out, "/" + Attack.REDIRECTS);
            case INSIDE -> redirect(out, "http://[::1]:" + server.getLocalPort() + "/HUGE");
        }
    }

    private static void redirect(OutputStream out, String to) throws IOException {
        write(out, "HTTP/1.1 301 Moved\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static void document(OutputStream out, String xml) throws IOException {
        write(out, OK + "Content-Length: " + xml.length() + "\r\n\r\n" + xml);
    }

    private static String laughs() {
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 31; i++) {
            xml.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        return xml.append("]><rss version=\"2.0\"><channel><title>&a30;</title></channel></rss>")
                .toString();
    }

    private static void flood(OutputStream out, long bytes) throws IOException {
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) 'x');
        for (long sent = 0; sent < bytes; sent += piece.length) {
            out.write(piece);
        }
    }

    private static void drip(OutputStream out) throws IOException {
        write(out, OK + "Connection: close\r\n\r\n<rss>");
        while (true) {
            out.write(' ');
            out.flush();
            Waiting.pass(SECOND);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
