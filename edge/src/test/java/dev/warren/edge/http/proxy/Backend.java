package dev.warren.edge.http.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose connections are scripted, each on a virtual thread. */
final class Backend implements Closeable {

    /** What one connection does. */
    @FunctionalInterface
    interface Script {
        void run(Wire wire, int number) throws Exception;
    }

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Socket> open = new ArrayBlockingQueue<>(10_000);

    Backend(Script script) {
        try {
            server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    /** Answers every request the same way until the connection ends. */
    static Backend answering(String response) {
        return new Backend((wire, number) -> {
            for (String head = wire.head(); head.endsWith("\r\n\r\n"); head = wire.head()) {
                wire.body(Wire.length(head));
                wire.send(response);
            }
        });
    }

    /** Answers every request with what it was, under fields that a proxy has to keep or drop. */
    static Backend echo() {
        return new Backend((wire, number) -> {
            for (String head = wire.head(); head.endsWith("\r\n\r\n"); head = wire.head()) {
                String body = head + wire.body(Wire.length(head));
                wire.send(
                        "HTTP/1.1 200 OK\r\nX-Case: Kept\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nKeep-Alive: 5\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body));
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    int connections() {
        return connections.get();
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(script, socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Script script, Socket socket, int number) {
        try (socket) {
            script.run(new Wire(socket), number);
        } catch (Exception e) {
            // the script's connection is over; the visitor's side shows what that means
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
