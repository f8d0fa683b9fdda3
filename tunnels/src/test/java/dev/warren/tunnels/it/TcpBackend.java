package dev.warren.tunnels.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/** A TCP server at a user's desk, with a virtual thread for every connection. */
final class TcpBackend implements AutoCloseable {

    /** What a connection is for. */
    interface Service {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket listener;
    private final Thread acceptor;

    TcpBackend(Service service) throws IOException {
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        acceptor = Thread.startVirtualThread(() -> accept(service));
    }

    /** Sends back what it gets, and its end after the visitor's. */
    static TcpBackend echo() throws IOException {
        return new TcpBackend(socket -> {
            socket.getInputStream().transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        });
    }

    /** {@code 127.0.0.1:port}, as it stands at the end of a forward. */
    String place() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept(Service service) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.startVirtualThread(() -> {
                    try (socket) {
                        service.serve(socket);
                    } catch (SocketException reset) {
                        // the visitor has gone
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /** Nobody can connect once this returns. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            // the port stays open until the thread that waits at it has noticed
            acceptor.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
