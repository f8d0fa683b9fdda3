package dev.warren.tunnels.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The web server at a user's desk: answers in all the ways that tests need. */
final class WebBackend implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final HttpServer server;
    private final String greeting;

    /** Whether {@code /health} says that all is well. */
    volatile boolean isWell = true;

    /** Lets the second event of {@code /events} go. */
    final CountDownLatch secondEvent = new CountDownLatch(1);

    WebBackend(String greeting) throws IOException {
        this(greeting, HttpServer.create());
    }

    /** The same over TLS. */
    WebBackend(String greeting, SSLContext tls) throws IOException {
        this(greeting, secure(tls));
    }

    private WebBackend(String greeting, HttpServer unbound) throws IOException {
        this.greeting = greeting;
        server = unbound;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::greet);
        server.createContext("/headers", this::headers);
        server.createContext("/chunks", this::chunks);
        server.createContext("/events", this::events);
        server.createContext("/digest", this::digest);
        server.createContext("/health", this::health);
        server.createContext("/bytes", this::bytes);
        server.start();
    }

    private static HttpServer secure(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** {@code 127.0.0.1:port}, as it stands at the end of a forward. */
    String place() {
        return "127.0.0.1:" + port();
    }

    @Override
    public void close() {
        secondEvent.countDown();
        server.stop(0);
    }

    /** {@code count} bytes that look random and are always the same. */
    static void pattern(long count, OutputStream out) throws IOException {
        byte[] block = new byte[CHUNK];
        new Random(42).nextBytes(block);
        long left = count;
        for (int i = 0; left > 0; i++) {
            block[i % CHUNK]++;
            int now = (int) Math.min(CHUNK, left);
            out.write(block, 0, now);
            left -= now;
        }
    }

    static String digest(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[CHUNK];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void greet(HttpExchange exchange) throws IOException {
        answer(exchange, greeting);
    }

    private void headers(HttpExchange exchange) throws IOException {
        var text = new StringBuilder();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        text.append(name).append(": ").append(values).append('\n'));
        answer(exchange, text.toString());
    }

    private void chunks(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 5; i++) {
                out.write(("piece " + i + "\n").getBytes(UTF_8));
                out.flush();
            }
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write("data: one\n\n".getBytes(UTF_8));
            out.flush();
            if (secondEvent.await(20, TimeUnit.SECONDS)) {
                out.write("data: two\n\n".getBytes(UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(isWell ? 200 : 500, -1);
        exchange.close();
    }

    private void digest(HttpExchange exchange) throws IOException {
        answer(exchange, digest(exchange.getRequestBody()));
    }

    /** {@code /bytes/COUNT}. */
    private void bytes(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        long count = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        exchange.sendResponseHeaders(200, count);
        try (OutputStream out = exchange.getResponseBody()) {
            pattern(count, out);
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
