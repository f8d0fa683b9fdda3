package dev.warren.feeds.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A web server with feeds, at an address that {@link RunningFeeds} fetches from. */
public final class FeedServer implements AutoCloseable {

    /** Its address unless another is wanted. */
    public static final String ADDRESS = "127.77.0.1";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What somebody asked for. */
    public record Asked(String method, String path, Headers headers, byte[] body, long nanos) {}

    /** Answers a request; may take its time, or break off. */
    @FunctionalInterface
    public interface Answer {
        /** Called on a thread of its own. */
        void give(HttpExchange exchange) throws IOException;
    }

    private FeedServer(HttpServer server) {
        this.server = server;
    }

    /** Starts on a free port. */
    public static FeedServer start() {
        return start(ADDRESS);
    }

    /** Starts on a free port of an address in 127.77.0.0/16, or of {@code 0.0.0.0}. */
    public static FeedServer start(String address) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName(address), 0), 100);
            FeedServer feeds = new FeedServer(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", feeds::answer);
            server.start();
            return feeds;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            byte[] body = exchange.getRequestBody().readNBytes(1 << 20);
            asked.add(
                    new Asked(
                            exchange.getRequestMethod(),
                            path,
                            exchange.getRequestHeaders(),
                            body,
                            System.nanoTime()));
            answers.getOrDefault(path, one -> send(one, 404, "nothing here")).give(exchange);
        }
    }

    /** Answers {@code path}, query included, with {@code answer} from now on. */
    public FeedServer on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** Answers {@code path} with a document of that type. */
    public FeedServer on(String path, String type, String body) {
        return on(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", type);
                    send(exchange, 200, body);
                });
    }

    /** Answers {@code path} with a feed that has a validator. */
    public FeedServer feed(String path, String etag, String... titles) {
        return on(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("ETag", etag);
                    exchange.getResponseHeaders().set("Content-Type", "application/rss+xml");
                    boolean known =
                            etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
                    if (known) {
                        exchange.sendResponseHeaders(304, -1);
                    } else {
                        send(exchange, 200, rss(titles));
                    }
                });
    }

    /** Sends {@code path} elsewhere. */
    public FeedServer redirect(String path, int status, String location) {
        return on(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("Location", location);
                    exchange.sendResponseHeaders(status, -1);
                });
    }

    /** Writes an answer. */
    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** A feed with items of those titles. */
    public static String rss(String... titles) {
        StringBuilder out =
                new StringBuilder(
                        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Some feed</title><link>https://e.example/</link>");
        for (String title : titles) {
            out.append(
                    "<item><guid>%1$s</guid><title>%1$s</title><link>https://e.example/%1$s</link><description>Text</description></item>"
                            .formatted(title));
        }
        return out.append("</channel></rss>").toString();
    }

    /** The address of {@code path}. */
    public String url(String path) {
        return "http://%s:%d%s"
                .formatted(server.getAddress().getAddress().getHostAddress(), port(), path);
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** What was asked, in order. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** What was asked of {@code path}, in order. */
    public List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
