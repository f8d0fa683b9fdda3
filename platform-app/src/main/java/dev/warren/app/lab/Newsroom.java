package dev.warren.app.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A server of a few feeds, each on a host of its own, which have another item each time somebody
 * publishes, and show the newest of them. Thread-safe.
 */
public final class Newsroom implements AutoCloseable {

    /** The word in an item's title that no other item has. */
    public static final Pattern WORD = Pattern.compile("n\\d+x\\d+z");

    /** A feed shows so many items; who asks less often loses some, as of any feed. */
    private static final int SHOWN = 300;

    private static final int BACKLOG = 100;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int feeds;
    private final AtomicInteger edition = new AtomicInteger();
    private volatile Runnable whenAsked = () -> {};

    private Newsroom(HttpServer server, int feeds) {
        this.server = server;
        this.feeds = feeds;
    }

    /** Opens it on a free port of all addresses; its feeds have no items yet. */
    public static Newsroom open(int feeds) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0), BACKLOG);
            Newsroom room = new Newsroom(server, feeds);
            server.setExecutor(room.threads);
            server.createContext("/feed/", room::answer);
            server.start();
            return room;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The addresses of all feeds. */
    public List<String> urls() {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < feeds; i++) {
            urls.add(
                    "http://127.60.0.%d:%d/feed/%d"
                            .formatted(i + 1, server.getAddress().getPort(), i));
        }
        return urls;
    }

    /** Gives each feed another item. */
    public void publish() {
        edition.incrementAndGet();
    }

    /** How many items there are in all feeds. */
    public int items() {
        return edition.get() * feeds;
    }

    /** The word of each item that was published. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        for (int feed = 0; feed < feeds; feed++) {
            for (int item = 1; item <= edition.get(); item++) {
                words.add(word(feed, item));
            }
        }
        return words;
    }

    private static String word(int feed, int item) {
        return "n%dx%dz".formatted(feed, item);
    }

    /** What is done when a feed was asked, before it answers, by the thread that answers. */
    public void whenAsked(Runnable what) {
        whenAsked = what;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            whenAsked.run();
            byte[] body = document(Integer.parseInt(path.substring("/feed/".length())));
            exchange.getResponseHeaders().set("Content-Type", "application/rss+xml");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] document(int feed) {
        StringBuilder out = new StringBuilder("<rss version=\"2.0\"><channel><title>Feed ");
        out.append(feed).append("</title><link>https://news.example/</link>");
        int newest = edition.get();
        for (int item = newest; item > Math.max(0, newest - SHOWN); item--) {
            String word = word(feed, item);
            out.append("<item><guid isPermaLink=\"false\">")
                    .append(word)
                    .append("</guid><title>News ")
                    .append(word)
                    .append("</title><link>https://news.example/item</link></item>");
        }
        return out.append("</channel></rss>").toString().getBytes(UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
