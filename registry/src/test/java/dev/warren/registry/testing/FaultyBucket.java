package dev.warren.registry.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A real S3-compatible server behind a door that notes what is asked, and where answers can be made
 * to fail. One request a connection; the bytes are passed on as they are.
 */
public final class FaultyBucket implements AutoCloseable {

    private static final int CUT_AFTER = 40_000;

    private final S3Program server;
    private final ServerSocket door;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Predicate<String> failing = _ -> false;
    private volatile Way way = Way.ERROR;

    /** How an answer fails. */
    public enum Way {
        /** 500. */
        ERROR,
        /** No answer. */
        SILENT,
        /** Some bytes of it, and then none. */
        CUT
    }

    private FaultyBucket(S3Program server, ServerSocket door) {
        this.server = server;
        this.door = door;
    }

    /** Starts one with an empty bucket below {@code folder}. */
    public static FaultyBucket start(Path folder) throws IOException {
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        FaultyBucket bucket = new FaultyBucket(S3Program.start(folder), door);
        Thread.ofVirtual().name("faulty-bucket").start(bucket::accept);
        return bucket;
    }

    /** The settings of a registry that is to use it. */
    public String[] settings() {
        String prefix = "warren.registry.s3.";
        return new String[] {
            prefix + "bucket",
            S3Program.BUCKET,
            prefix + "endpoint",
            "http://127.0.0.1:" + door.getLocalPort(),
            prefix + "access-key",
            S3Program.ACCESS_KEY,
            prefix + "secret-key",
            S3Program.SECRET_KEY,
            prefix + "part-size",
            "5MB",
            prefix + "timeout",
            "2s",
            prefix + "tries",
            "2"
        };
    }

    /** Answers to requests whose first line matches fail from now on. */
    public void fail(Way how, Predicate<String> which) {
        way = how;
        failing = which;
    }

    /** All is well again. */
    public void heal() {
        failing = _ -> false;
    }

    /** First lines of what was asked since {@link #forget}. */
    public List<String> asked(String word) {
        return asked.stream().filter(line -> line.contains(word)).toList();
    }

    /** Forgets what was asked. */
    public void forget() {
        asked.clear();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket real = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            InputStream in = client.getInputStream();
            String head = head(in);
            String line = head.lines().findFirst().orElse("");
            asked.add(line);
            boolean fails = failing.test(line);
            if (fails && way == Way.SILENT) {
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            pass(in, real.getOutputStream(), head);
            if (fails && way == Way.ERROR) {
                client.getOutputStream()
                        .write(
                                "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                        .getBytes(ISO_8859_1));
                return;
            }
            InputStream answer = real.getInputStream();
            String said = head(answer);
            OutputStream out = client.getOutputStream();
            out.write(said.getBytes(ISO_8859_1));
            copy(answer, out, fails ? CUT_AFTER : Long.MAX_VALUE);
        } catch (IOException gone) {
            // the client sees it
        } finally {
            open.remove(client);
        }
    }

    private static void pass(InputStream in, OutputStream out, String head) throws IOException {
        String once = head.replaceAll("(?i)\r\nConnection: [^\r]*", "");
        once = once.substring(0, once.length() - 2) + "Connection: close\r\n\r\n";
        out.write(once.getBytes(ISO_8859_1));
        copy(in, out, length(head));
        out.flush();
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut");
            }
            head.write(next);
            boolean expected = next == (end % 2 == 0 ? '\r' : '\n');
            end = expected ? end + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(ISO_8859_1);
    }

    private static void copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] piece = new byte[64 * 1024];
        for (long left = most; left > 0; ) {
            int got = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (got < 0) {
                return;
            }
            out.write(piece, 0, got);
            left -= got;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Closeable each : open) {
            each.close();
        }
        server.close();
    }
}
