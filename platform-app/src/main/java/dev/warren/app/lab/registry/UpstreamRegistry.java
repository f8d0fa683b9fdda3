package dev.warren.app.lab.registry;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Line;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Another registry to pull from: quick, anonymous, with a line of its own and troubles on demand.
 * It counts what it sends. Thread-safe.
 */
public final class UpstreamRegistry implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int LEFT_SECONDS = 10;
    private static final int STALL_SECONDS = 60;

    private final int port;
    private volatile Listener listener;
    private volatile Line line = Line.ENDLESS;
    private final Map<String, Content> blobs = new ConcurrentHashMap<>();
    private final Map<String, Image> images = new ConcurrentHashMap<>();
    private final Queue<Trouble> troubles = new ArrayDeque<>();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A port that is listened at; {@code left} when nobody accepts there any more. */
    private record Listener(ServerSocketChannel channel, CountDownLatch left) {}

    /** Starts on a free loopback port. */
    public UpstreamRegistry() throws IOException {
        listener = listen(0);
        port = listener.channel.socket().getLocalPort();
    }

    private Listener listen(int wanted) throws IOException {
        ServerSocketChannel fresh = ServerSocketChannel.open();
        fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
        Listener made = new Listener(fresh, new CountDownLatch(1));
        Thread.ofVirtual().name("upstream-registry").start(() -> accept(made));
        return made;
    }

    public Entrance entrance() {
        return new Entrance(port, "localhost:" + port);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What bodies go through from now on. */
    public void through(Line next) {
        line = next;
    }

    /** Has a blob, in any repository. */
    public void put(Content blob) {
        blobs.put(blob.digest(), blob);
    }

    /** Has an image under a tag, in any repository. */
    public void put(String tag, Image image) {
        image.blobs().forEach(this::put);
        images.put(tag, image);
        images.put(image.digest(), image);
    }

    /** Answers the next requests for blobs, and for manifests, so. */
    public void next(List<Trouble> next) {
        synchronized (troubles) {
            troubles.clear();
            troubles.addAll(next);
        }
    }

    /** Is gone, with all its connections. */
    public void goDown() throws IOException {
        listener.channel.close();
        try {
            // the port stays open until whoever waits at it has noticed
            listener.left.await(LEFT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while going down");
        }
        for (SocketChannel each : open) {
            each.close();
        }
    }

    /** Is back, on the same port. */
    public void comeBack() throws IOException {
        listener = listen(port);
    }

    /** Bytes of blobs so far. */
    public long sent() {
        return sent.get();
    }

    /** Requests so far. */
    public long asked() {
        return asked.get();
    }

    private void accept(Listener from) {
        try {
            while (from.channel.isOpen()) {
                SocketChannel socket = from.channel.accept();
                open.add(socket);
                // a thread of the machine's: reading files would hold up the others
                Thread.ofPlatform().daemon().name("upstream").start(() -> talk(socket));
            }
        } catch (IOException e) {
            // closed
        } finally {
            from.left.countDown();
        }
    }

    private void talk(SocketChannel socket) {
        try (socket) {
            new UpstreamTalk(this, socket).run();
        } catch (IOException e) {
            // the client is gone, or was told to be
        } finally {
            open.remove(socket);
        }
    }

    void asks() {
        asked.incrementAndGet();
    }

    void sends(long bytes) {
        sent.addAndGet(bytes);
    }

    Line line() {
        return line;
    }

    Optional<Content> blob(String digest) {
        return Optional.ofNullable(blobs.get(digest));
    }

    Optional<Image> image(String reference) {
        return Optional.ofNullable(images.get(reference));
    }

    @Nullable Trouble trouble() {
        synchronized (troubles) {
            return troubles.poll();
        }
    }

    /** Waits until a client that waits too has lost patience, or this is closed. */
    void stall() throws IOException {
        try {
            if (closed.await(STALL_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("stalled, as it was told");
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        goDown();
    }
}
