package dev.warren.app.drill;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.HttpVisitor;
import dev.warren.app.lab.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A visitor who is a burden: one that reads slowly, or one that sends to a backend that stalls. */
final class SlowVisitor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int SOCKET_BUFFERS = 4 << 10;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final long ENDLESS = 1L << 50;
    private static final int PIECE = 1 << 10;

    private final Entrance entrance;
    private final Thread thread;
    private volatile @Nullable HttpVisitor visitor;
    private volatile long bytes;
    private volatile int status;
    private volatile String problem = "";
    private volatile boolean stop;

    private SlowVisitor(Entrance entrance, Kind kind) {
        this.entrance = entrance;
        thread = Thread.ofVirtual().unstarted(() -> run(kind));
    }

    /** What burden. */
    enum Kind {
        /** Reads a gigabyte at 10 KB/s. */
        DOWNLOAD,
        /** Sends without end to a backend that does not read. */
        UPLOAD,
        /** The same in chunks, so that nobody is told how much will come. */
        CHUNKED_UPLOAD,
        /** Asks again and again for what decompression makes huge. */
        BOMBS
    }

    static SlowVisitor start(Entrance entrance, Kind kind) {
        SlowVisitor visitor = new SlowVisitor(entrance, kind);
        visitor.thread.start();
        return visitor;
    }

    private void run(Kind kind) {
        try (var connection = new HttpVisitor(entrance, SOCKET_BUFFERS, PATIENCE)) {
            visitor = connection;
            switch (kind) {
                case DOWNLOAD -> download(connection);
                case UPLOAD -> upload(connection, "Content-Length: " + ENDLESS, new byte[PIECE]);
                case CHUNKED_UPLOAD -> upload(connection, "Transfer-Encoding: chunked", chunk());
                case BOMBS -> bombs(connection);
            }
        } catch (IOException e) {
            problem = stop ? "" : e.toString();
        }
    }

    private void download(HttpVisitor connection) throws IOException {
        connection.request("GET", "/bytes/1000000000", "");
        status = connection.head().status();
        byte[] part = new byte[1000];
        while (!stop && status == OK) {
            bytes += connection.body().readNBytes(part, 0, part.length);
            Waiting.pass(PAUSE);
        }
    }

    private void upload(HttpVisitor connection, String framing, byte[] part) throws IOException {
        connection.request("PUT", "/", framing + "\r\n");
        status = OK;
        while (!stop) {
            connection.out().write(part);
            bytes += part.length;
        }
    }

    private static byte[] chunk() {
        byte[] chunk = new byte[PIECE];
        byte[] size = "3f8\r\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, chunk, 0, size.length);
        chunk[size.length + 0x3f8] = '\r';
        chunk[size.length + 0x3f9] = '\n';
        return Arrays.copyOf(chunk, size.length + 0x3fa);
    }

    private void bombs(HttpVisitor connection) throws IOException {
        while (!stop) {
            connection.request("GET", "/bomb", "");
            HttpVisitor.Head head = connection.head();
            status = head.status();
            connection.body().skipNBytes(Math.max(0, head.length()));
            bytes += head.length();
            Waiting.pass(PAUSE);
        }
    }

    /** Bytes read or written so far. */
    long bytes() {
        return bytes;
    }

    /** Whether the gateway said in words that it has no room now. */
    boolean refused() {
        return status == UNAVAILABLE;
    }

    /** Why it ended early; empty while all is well. */
    String problem() {
        return status == OK || status == 0 || refused() ? problem : "status " + status;
    }

    @Override
    public void close() throws IOException {
        stop = true;
        HttpVisitor connection = visitor;
        if (connection != null) {
            connection.close();
        }
    }
}
