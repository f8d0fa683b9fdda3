package dev.warren.app.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * The web server behind the tunnels of a drill.
 *
 * <ul>
 *   <li>{@code GET /} answers three bytes;
 *   <li>{@code GET /bytes/N} answers the first N bytes of {@link ByteSequence};
 *   <li>{@code PUT /bytes/N} answers how many of the body's first N bytes were right;
 *   <li>{@code GET /bomb} answers a quarter of a megabyte that gzip makes 256 MiB of zeros of.
 * </ul>
 */
public final class Backend implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int BOMB_MEBIBYTES = 256;

    static {
        // its headers and body are separate writes: with Nagle's algorithm each answer takes 40 ms
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Starts on a free loopback port. */
    public Backend() throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange ->
                        answer(
                                exchange,
                                exchange.getRequestURI().getPath().equals("/") ? OK : NOT_FOUND,
                                "ok\n"));
        server.createContext("/bytes/", Backend::bytes);
        byte[] bomb = bomb();
        server.createContext("/bomb", exchange -> bomb(exchange, bomb));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void bytes(HttpExchange exchange) throws IOException {
        long size =
                Long.parseLong(exchange.getRequestURI().getPath().substring("/bytes/".length()));
        if (exchange.getRequestMethod().equals("PUT")) {
            long right = ByteSequence.readMatching(exchange.getRequestBody(), size);
            answer(exchange, OK, Long.toString(right));
            return;
        }
        exchange.sendResponseHeaders(OK, size);
        try (var body = exchange.getResponseBody()) {
            ByteSequence.write(body, size);
        } finally {
            exchange.close();
        }
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < BOMB_MEBIBYTES; i++) {
                gzip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private static void bomb(HttpExchange exchange, byte[] bomb) throws IOException {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(OK, bomb.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bomb);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
