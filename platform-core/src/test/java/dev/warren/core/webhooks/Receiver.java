package dev.warren.core.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Somebody's web server that gets events, and answers as told. */
final class Receiver implements AutoCloseable {

    private static final int HANG = 0;

    /** What arrived, and what was answered. */
    record Delivery(String path, Map<String, List<String>> headers, String body, int status) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("none")).getFirst();
        }
    }

    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final HttpServer server;

    /**
     * @param port 0 for any
     */
    Receiver(int port) throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Has {@code path} answer with {@code status} from now on. */
    void answer(String path, int status) {
        answers.put(path, status);
    }

    /** Has {@code path} answer nothing from now on. */
    void hang(String path) {
        answers.put(path, HANG);
    }

    /** Has events with {@code text} refused. */
    void refuse(String text) {
        answers.put("text:" + text, 422);
    }

    /** What {@code path} has accepted, by the names in the events. */
    List<String> accepted(String path) {
        return deliveries.stream()
                .filter(d -> d.path().equals(path) && d.status() == 204)
                .map(d -> d.body().replaceAll(".*\"name\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    long attempts(String path) {
        return deliveries.stream().filter(d -> d.path().equals(path)).count();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readNBytes(100_000), UTF_8);
        int status = status(path, body);
        deliveries.add(new Delivery(path, Map.copyOf(exchange.getRequestHeaders()), body, status));
        if (status == HANG) {
            waitForTheEnd();
        } else if (status == 204) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            byte[] words = "not\nnow".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            exchange.sendResponseHeaders(status, words.length);
            exchange.getResponseBody().write(words);
        }
        exchange.close();
    }

    private int status(String path, String body) {
        return answers.entrySet().stream()
                .filter(e ->
                        e.getKey().startsWith("text:") && body.contains(e.getKey().substring(5)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> answers.getOrDefault(path, 204));
    }

    private void waitForTheEnd() {
        try {
            if (!over.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody has ended the test");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
