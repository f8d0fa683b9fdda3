package dev.warren.app.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server of many feeds on many hosts, which are addresses of this machine's own network, {@code
 * 127.a.b.c}. It notes when each feed was asked, and whether a host was asked too often. One
 * connection is one request.
 */
public final class FeedFarm implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int BACKLOG = 4096;
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final double NANOS = 1e9;

    private final ServerSocket server;
    private final int feeds;
    private final int perHost;
    private final int items;
    private final AtomicInteger[] asked;
    private final Host[] hosts;
    private final AtomicInteger edition = new AtomicInteger(1);
    private final AtomicInteger unchanged = new AtomicInteger();
    private final AtomicLong overlaps = new AtomicLong();
    private final AtomicLong leastGap = new AtomicLong(Long.MAX_VALUE);

    /** What is known of a host; guarded by itself. */
    private static final class Host {
        private int active;
        private long lastEnd;
    }

    private FeedFarm(ServerSocket server, int feeds, int perHost, int items) {
        this.server = server;
        this.feeds = feeds;
        this.perHost = perHost;
        this.items = items;
        this.asked = new AtomicInteger[feeds];
        this.hosts = new Host[(feeds + perHost - 1) / perHost];
        for (int i = 0; i < feeds; i++) {
            asked[i] = new AtomicInteger();
        }
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = new Host();
        }
    }

    /**
     * Opens it on a free port of all addresses.
     *
     * @param perHost how many feeds a host has
     * @param items how many items a feed has
     */
    public static FeedFarm open(int feeds, int perHost, int items) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0), BACKLOG);
            FeedFarm farm = new FeedFarm(server, feeds, perHost, items);
            Thread.ofVirtual().name("farm").start(farm::accept);
            return farm;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The host of a feed. */
    public String host(int feed) {
        int number = feed / perHost;
        return "127.%d.%d.%d"
                .formatted(100 + number / 62_500, number / 250 % 250, 1 + number % 250);
    }

    /** The address of a feed. */
    public String url(int feed) {
        return "http://%s:%d/feed/%d".formatted(host(feed), server.getLocalPort(), feed);
    }

    /** The addresses of all of them. */
    public List<String> urls() {
        List<String> urls = new ArrayList<>(feeds);
        for (int i = 0; i < feeds; i++) {
            urls.add(url(i));
        }
        return urls;
    }

    /** From now on every feed whose number is divisible by {@code every} has another item. */
    public void publish(int every) {
        edition.set(every);
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
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String head = head(new BufferedInputStream(socket.getInputStream()));
            if (head.startsWith("GET /feed/")) {
                int number = Integer.parseInt(head.substring(10, head.indexOf(' ', 10)));
                Host host = hosts[number / perHost];
                begin(host);
                asked[number].incrementAndGet();
                try {
                    OutputStream out = socket.getOutputStream();
                    out.write(answer(number, head));
                    out.flush();
                } finally {
                    end(host);
                }
            }
        } catch (IOException | RuntimeException gone) {
            // whoever asked has gone, or asked for something else
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
            if (next == '\n' && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
                break;
            }
        }
        return head.toString();
    }

    private void begin(Host host) {
        synchronized (host) {
            if (host.active++ > 0) {
                overlaps.incrementAndGet();
            }
            if (host.lastEnd != 0) {
                leastGap.accumulateAndGet(System.nanoTime() - host.lastEnd, Math::min);
            }
        }
    }

    private static void end(Host host) {
        synchronized (host) {
            host.active--;
            host.lastEnd = System.nanoTime();
        }
    }

    private byte[] answer(int number, String head) {
        int every = edition.get();
        String etag = "\"%d\"".formatted(every > 1 && number % every == 0 ? every : 1);
        if (head.contains("If-None-Match: " + etag)) {
            unchanged.incrementAndGet();
            return "HTTP/1.1 304 Not Modified\r\nETag: %s\r\nConnection: close\r\n\r\n"
                    .formatted(etag)
                    .getBytes(ISO_8859_1);
        }
        byte[] body = document(number, etag).getBytes(UTF_8);
        byte[] lines =
                "HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(etag, body.length)
                        .getBytes(ISO_8859_1);
        byte[] all = new byte[lines.length + body.length];
        System.arraycopy(lines, 0, all, 0, lines.length);
        System.arraycopy(body, 0, all, lines.length, body.length);
        return all;
    }

    private String document(int number, String etag) {
        StringBuilder out = new StringBuilder(items * 600);
        out.append(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>Feed ")
                .append(number)
                .append(
                        "</title><link>https://farm.example/</link><description>One of many</description>");
        int first = etag.equals("\"1\"") ? 0 : -1;
        for (int item = first; item < items; item++) {
            out.append("<item><guid isPermaLink=\"false\">")
                    .append(number)
                    .append('-')
                    .append(item)
                    .append("</guid><title>Item ")
                    .append(item)
                    .append("</title><link>https://farm.example/")
                    .append(number)
                    .append('/')
                    .append(item)
                    .append("</link><description>&lt;p&gt;")
                    .append("Words of an item. ".repeat(20))
                    .append("&lt;/p&gt;</description></item>");
        }
        return out.append("</channel></rss>").toString();
    }

    /** How many requests there were since {@link #reset}. */
    public long requests() {
        long sum = 0;
        for (AtomicInteger feed : asked) {
            sum += feed.get();
        }
        return sum;
    }

    /** How many of them were told that nothing is new. */
    public int unchanged() {
        return unchanged.get();
    }

    /** How many feeds were asked exactly {@code times}. */
    public int askedExactly(int times) {
        int count = 0;
        for (AtomicInteger feed : asked) {
            count += feed.get() == times ? 1 : 0;
        }
        return count;
    }

    /** How often a host was asked while it was being asked. */
    public long overlaps() {
        return overlaps.get();
    }

    /** The shortest pause between the end of a host's answer and its next request, in seconds. */
    public double leastGapSeconds() {
        return leastGap.get() == Long.MAX_VALUE ? Double.NaN : leastGap.get() / NANOS;
    }

    /** Forgets the requests, but not when each host was last asked. */
    public void reset() {
        for (AtomicInteger feed : asked) {
            feed.set(0);
        }
        unchanged.set(0);
        overlaps.set(0);
        leastGap.set(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
