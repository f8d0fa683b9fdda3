package dev.warren.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The far end of bulk streams: by the first byte that a visitor sends it sends without end, or
 * takes whatever comes. Sending is sendfile(2) from the page cache, taking is one read into a
 * buffer that is reused, so it costs a fraction of what a gateway does for the same bytes.
 */
public final class ByteServer implements AutoCloseable {

    static final byte SEND = 'D';
    static final byte TAKE = 'U';
    static final int BUFFER = 256 << 10;

    private static final int BACKLOG = 64;

    private final ServerSocketChannel listener;
    private final Path file;
    private final LongAdder taken = new LongAdder();
    private final AtomicInteger streams = new AtomicInteger();

    /**
     * Starts on a free loopback port.
     *
     * @param file what is sent, again and again
     */
    public ByteServer(Path file) throws IOException {
        this.file = file;
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Thread.ofPlatform().daemon().name("byte-server").start(this::accept);
    }

    public int port() {
        return listener.socket().getLocalPort();
    }

    long taken() {
        return taken.sum();
    }

    /** Streams that are still open here. */
    int streams() {
        return streams.get();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel stream = listener.accept();
                streams.incrementAndGet();
                Thread.ofPlatform().daemon().name("byte-stream").start(() -> serve(stream));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel stream) {
        try (stream) {
            ByteBuffer first = ByteBuffer.allocate(1);
            if (stream.read(first) == 1) {
                switch (first.get(0)) {
                    case SEND -> send(stream, file);
                    case TAKE -> take(stream, taken);
                    default -> throw new IOException("no known direction: " + first.get(0));
                }
            }
        } catch (IOException e) {
            return; // the visitor is gone: how every stream ends
        } finally {
            streams.decrementAndGet();
        }
    }

    /** Sends the file over and over until the other side is gone. */
    static void send(SocketChannel stream, Path file) throws IOException {
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = source.size();
            long position = 0;
            while (true) {
                position += source.transferTo(position, size - position, stream);
                if (position >= size) {
                    position = 0;
                }
            }
        }
    }

    /** Counts what comes until the other side ends. */
    static void take(SocketChannel stream, LongAdder count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        int read = stream.read(buffer);
        while (read >= 0) {
            count.add(read);
            buffer.clear();
            read = stream.read(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
