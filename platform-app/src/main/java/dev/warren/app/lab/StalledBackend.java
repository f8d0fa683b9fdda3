package dev.warren.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * A web server that answers {@code GET}s with three bytes and reads nothing of any other request
 * but its first byte. Its receive buffers are small, so that the kernel does not read in its place.
 */
public final class StalledBackend implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int RECEIVE_BUFFER = 4 << 10;
    private static final int HEAD_LIMIT = 16 << 10;
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener = new ServerSocket();
    private final ThreadFactory threads;
    private final Set<Socket> stalled = ConcurrentHashMap.newKeySet();

    /** Starts on a free loopback port. */
    public StalledBackend() throws IOException {
        this(Thread.ofVirtual().factory());
    }

    /** The same on threads of one's own: one that accepts, and one for each connection. */
    public StalledBackend(ThreadFactory threads) throws IOException {
        this.threads = threads;
        listener.setReceiveBufferSize(RECEIVE_BUFFER);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        threads.newThread(this::accept).start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.newThread(() -> serve(socket)).start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        stalled.add(socket);
        try {
            InputStream in = socket.getInputStream();
            if (in.read() == 'G') {
                skipHead(in);
                socket.getOutputStream().write(ANSWER);
                end(socket);
            }
        } catch (IOException e) {
            end(socket);
        }
    }

    private static void skipHead(InputStream in) throws IOException {
        int line = 0;
        for (int i = 0; i < HEAD_LIMIT; i++) {
            int next = in.read();
            if (next < 0 || next == '\n' && line == 0) {
                return;
            }
            line = next == '\n' ? 0 : next == '\r' ? line : line + 1;
        }
    }

    private void end(Socket socket) {
        stalled.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            return; // it is gone already, which is what was wanted
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        stalled.forEach(this::end);
    }
}
