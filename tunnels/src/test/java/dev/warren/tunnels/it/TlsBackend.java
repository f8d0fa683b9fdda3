package dev.warren.tunnels.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A web server that ends TLS itself, with a certificate that nobody but it has the key of. It
 * answers with what stood in front of the TLS, then with the request's first line; at {@code /sni}
 * with the names that it was asked for.
 */
final class TlsBackend implements AutoCloseable {

    private static final String PASSWORD = "secret";

    private final ServerSocket server;
    private final SSLContext tls;

    /**
     * @param store a PKCS 12 file
     */
    private TlsBackend(Path store) throws IOException {
        this.tls = context(store);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** A server for {@code host}; its certificate is {@code backend.crt} in {@code folder}. */
    static TlsBackend start(Clients clients, Path folder, String host) throws IOException {
        certify(clients, host);
        return new TlsBackend(folder.resolve("backend.p12"));
    }

    /** Makes {@code backend.crt} for {@code host}, and the store with its key. */
    static void certify(Clients clients, String host) {
        run(
                clients,
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                                + " -keyout backend.key -out backend.crt -subj /CN=%s"
                                + " -addext subjectAltName=DNS:%s")
                        .formatted(host, host));
        run(
                clients,
                "openssl pkcs12 -export -in backend.crt -inkey backend.key -out backend.p12"
                        + " -passout pass:"
                        + PASSWORD);
    }

    private static void run(Clients clients, String command) {
        Clients.Running running = clients.start(command.split(" "));
        if (running.awaitEnd() != 0) {
            throw new IllegalStateException(running.output());
        }
    }

    String place() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    static SSLContext context(Path store) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket visitor = server.accept();
                Thread.startVirtualThread(() -> answer(visitor));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket visitor) {
        try (visitor) {
            InputStream raw = visitor.getInputStream();
            int first = raw.read();
            String before = first == 'P' ? "P" + line(raw) : "";
            byte[] read = before.isEmpty() ? new byte[] {(byte) first} : new byte[0];
            var socket =
                    (SSLSocket)
                            tls.getSocketFactory()
                                    .createSocket(visitor, new ByteArrayInputStream(read), true);
            String asked = line(socket.getInputStream());
            while (!line(socket.getInputStream()).isEmpty()) {
                // the rest of the head
            }
            String body = before + "|" + (asked.contains("/sni") ? names(socket) : asked);
            String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
            socket.getOutputStream()
                    .write((head.formatted(body.length()) + body).getBytes(ISO_8859_1));
            socket.close();
        } catch (IOException e) {
            // the visitor has gone, or did not speak TLS
        }
    }

    private static String names(SSLSocket socket) {
        return ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames().toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            text.append((char) c);
        }
        return text.toString().strip();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
