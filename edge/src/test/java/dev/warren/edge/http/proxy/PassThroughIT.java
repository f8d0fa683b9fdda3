package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.TlsTarget;
import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassThroughIT {

    @TempDir static Path folder;

    @RegisterExtension
    final DoorFixture door = new DoorFixture().withHttps(() -> folder.resolve("front"));

    /** The server behind: another HTTPS door, with a certificate of its own. */
    @RegisterExtension
    final DoorFixture behind = new DoorFixture().withHttps(() -> folder.resolve("behind"));

    @BeforeAll
    static void writeCertificates() throws IOException {
        Files.createDirectories(folder.resolve("behind"));
        Files.createDirectories(folder.resolve("front"));
        TestCertificates.write(folder.resolve("front"), "own", Kind.EC, "own.test");
        TestCertificates.write(folder.resolve("behind"), "far", Kind.EC, "far.test");
    }

    private record Unopened(FakeTarget streams) implements TlsTarget {

        @Override
        public MemoryBudget budget() {
            return streams.budget();
        }

        @Override
        public Optional<EventLoop> eventLoop() {
            return streams.eventLoop();
        }

        @Override
        public Future<Channel> connect(EventLoop loop, InetSocketAddress visitor) {
            return streams.open(loop);
        }
    }

    private void passOn(String host, InetSocketAddress to, boolean pinned) {
        door.tlsRoutes()
                .put(
                        host,
                        new Unopened(
                                new FakeTarget(to, door.traffic(), pinned ? door.loop() : null)));
    }

    private static String subject(Socket socket) {
        try {
            var session = ((javax.net.ssl.SSLSocket) socket).getSession();
            return ((java.security.cert.X509Certificate) session.getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesTlsToTheServerBehind(boolean pinned) throws IOException {
        behind.serve(
                "far.test",
                Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
                true);
        passOn("*.test", new InetSocketAddress("127.0.0.1", behind.securePort()), pinned);
        passOn("other.test", new InetSocketAddress("127.0.0.1", 1), pinned);

        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            try (var socket = SecureWire.socket(door.securePort(), "FAR.test", protocol);
                    Wire visitor = new Wire(socket)) {
                assertThat(subject(socket)).isEqualTo("CN=far.test");
                assertThat(visitor.send("GET / HTTP/1.1\r\nHost: far.test\r\n\r\n").response())
                        .endsWith("ok");
                visitor.send("GET / HTTP/1.1\r\nHost: far.test\r\nConnection: close\r\n\r\n");
                assertThat(visitor.rest()).endsWith("ok");
            }
        }
        try (Wire unnamed = SecureWire.connect(door.securePort(), null)) {
            assertThat(subject(unnamed.socket())).isEqualTo("CN=own.test");
        }
    }

    @Test
    void aWildcardDoesNotCatchWhatIsAnsweredBelowIt() throws IOException {
        passOn("*.test", new InetSocketAddress("127.0.0.1", behind.securePort()), true);
        var ok = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        door.serve("own.test", ok, true);
        door.serve("*.a.test", ok, true);

        for (String host : List.of("own.test", "b.a.test", "far.test")) {
            try (var socket = SecureWire.socket(door.securePort(), host, "TLSv1.3")) {
                assertThat(subject(socket))
                        .isEqualTo(host.equals("far.test") ? "CN=far.test" : "CN=own.test");
            }
        }
    }

    /** A client's first message. */
    private static byte[] hello(String host) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(32 * 1024);
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The same message in records of {@code size} bytes. */
    private static byte[] fragmented(byte[] hello, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 5; at < hello.length; at += size) {
            int length = Math.min(size, hello.length - at);
            out.writeBytes(new byte[] {22, 3, 1, (byte) (length >> 8), (byte) length});
            out.write(hello, at, length);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 16_000})
    void readsTheHelloInWhateverPiecesItComesAndPassesItOnUnchanged(int size) throws Exception {
        byte[] hello = fragmented(hello("raw.test"), size);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Wire visitor = new Wire(new Socket("127.0.0.1", door.securePort()))) {
            passOn("raw.test", (InetSocketAddress) server.getLocalSocketAddress(), true);
            if (size == 1) {
                visitor.send(hello);
            } else {
                for (byte octet : hello) {
                    visitor.send(new byte[] {octet});
                }
            }

            try (Wire far = new Wire(server.accept())) {
                assertThat(far.in().readNBytes(hello.length)).isEqualTo(hello);
                visitor.send("more");
                visitor.finish();
                assertThat(far.rest()).isEqualTo("more");
                far.send("and back");
                far.finish();
                assertThat(visitor.rest()).isEqualTo("and back");
            }
        }
        await().untilAsserted(() -> assertThat(door.budget().used()).isZero());
    }

    @Test
    void saysWithinTlsThatTheServerBehindIsNotThere() throws Exception {
        passOn("gone.test", new InetSocketAddress("127.0.0.1", 1), true);

        try (Wire visitor = new Wire(new Socket("127.0.0.1", door.securePort()))) {
            visitor.send(hello("gone.test"));

            assertThat(visitor.in().readNBytes(8)).containsExactly(21, 3, 3, 0, 2, 2, 80);
        }
    }

    @Test
    void endsHellosThatAreTooLong() throws Exception {
        try (Wire visitor = new Wire(new Socket("127.0.0.1", door.securePort()))) {
            byte[] start = {22, 3, 1, 0x40, 0, 1, 0, (byte) 0x80, 0};
            visitor.send(start).send(new byte[16 * 1024 - 4]);
            visitor.send(start).send(new byte[16 * 1024 - 4]);

            assertThat(visitor.rest().length()).isLessThan(10);
        } catch (UncheckedIOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        await().untilAsserted(() -> assertThat(door.budget().used()).isZero());
    }
}
