package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.http.tls.TestCertificates;
import dev.warren.edge.http.tls.TestCertificates.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpsIT {

    private static final int BLOCK = 64 * 1024;
    private static final String OK =
            "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=1\r\nContent-Length: 2\r\n\r\nok";

    @TempDir static Path folder;

    @RegisterExtension
    final DoorFixture door =
            new DoorFixture()
                    .withHttps(() -> folder)
                    .withHttps("handshake-timeout", "1s")
                    .withHttps("hsts", "1d")
                    .withHttps("redirect", "true");

    @BeforeAll
    static void writeCertificates() {
        TestCertificates.write(folder, "default", Kind.RSA, "a.test");
        TestCertificates.write(folder, "b", Kind.EC, "b.test", "*.tuns.test");
        TestCertificates.write(folder, "c", Kind.ED25519, "c.test");
    }

    private static Backend echo() {
        return new Backend((wire, number) -> {
            for (String head = wire.head(); head.endsWith("\r\n\r\n"); head = wire.head()) {
                wire.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(head.length(), head));
            }
        });
    }

    private String url(String host, String path) {
        return "https://" + host + ":" + door.securePort() + path;
    }

    private Program.Result curl(String host, String path, String... options) {
        Program.require("curl");
        String[] command = new String[options.length + 6];
        command[0] = "curl";
        command[1] = "-sSki";
        command[2] = "--http1.1";
        command[3] = "--resolve";
        command[4] = host + ":" + door.securePort() + ":127.0.0.1";
        command[5] = url(host, path);
        System.arraycopy(options, 0, command, 6, options.length);
        return Program.run(command);
    }

    @Test
    void tellsBackendsAndBrowsersOfTheEncryption() {
        door.serve("a.test", echo(), true);

        Program.Result answer = curl("a.test", "/x?y=1");

        assertThat(answer.output())
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("GET /x?y=1 HTTP/1.1\r\n")
                .contains("X-Forwarded-Proto: https\r\n")
                .contains("proto=https;host=\"a.test:" + door.securePort() + "\"")
                .contains("X-Forwarded-Port: " + door.securePort())
                .contains("Strict-Transport-Security: max-age=86400\r\n");
    }

    @Test
    void tellsBrowsersOfItInItsOwnWordsAsWell() {
        door.serve("a.test", new Backend((wire, number) -> wire.head()), true);

        for (String form : List.of("text/html", "application/json", "text/plain")) {
            assertThat(curl("a.test", "/", "-H", "Accept: " + form).output())
                    .startsWith("HTTP/1.1 502 ")
                    .containsOnlyOnce("\r\nStrict-Transport-Security: max-age=86400\r\n");
        }
        try (Wire visitor = SecureWire.connect(door.securePort(), "a.test")) {
            assertThat(visitor.send("no request\r\n\r\n").rest())
                    .startsWith("HTTP/1.1 400 ")
                    .containsOnlyOnce("\r\nStrict-Transport-Security: max-age=86400\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3,a.test,RSA",
        "TLSv1.2,a.test,RSA",
        "TLSv1.3,b.test,EC",
        "TLSv1.2,x.tuns.test,EC",
        "TLSv1.3,c.test,Ed25519",
        "TLSv1.2,c.test,Ed25519",
        "TLSv1.3,nobody.test,RSA",
        "TLSv1.3,,RSA"
    })
    void picksTheCertificateByTheNameInTheHello(String protocol, @Nullable String sni, String kind)
            throws IOException {
        try (SSLSocket socket = SecureWire.socket(door.securePort(), sni, protocol)) {
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];

            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(certificate.getPublicKey().getAlgorithm())
                    .isIn(kind, kind.equals("Ed25519") ? "EdDSA" : kind);
        }
    }

    @Test
    void opensslTakesBothVersionsAndIsRefusedOlderOnes() {
        Program.require("openssl");
        String address = "127.0.0.1:" + door.securePort();

        assertThat(openssl(address, "-tls1_3", "c.test")).contains("TLSv1.3", "CN = c.test");
        assertThat(openssl(address, "-tls1_2", "b.test")).contains("TLSv1.2", "CN = b.test");
        assertThat(openssl(address, "-tls1_1", "b.test")).doesNotContain("CN = b.test");
    }

    private static String openssl(String address, String version, String host) {
        return Program.run("openssl", "s_client", "-connect", address, version, "-servername", host)
                .output();
    }

    @Test
    void takesNewCertificatesWithoutRestart() throws IOException {
        assertThat(subject("new.test")).isEqualTo("CN=a.test");

        TestCertificates.write(folder, "new", Kind.EC, "new.test");

        await().atMost(Duration.ofSeconds(5))
                .until(() -> subject("new.test").equals("CN=new.test"));
    }

    private String subject(String sni) throws IOException {
        try (SSLSocket socket = SecureWire.socket(door.securePort(), sni)) {
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void bodiesArriveToTheByteThoughTheConnectionChangesLoops(String protocol) throws Exception {
        int blocks = 128;
        Backend echo =
                new Backend((wire, number) -> {
                    int length = Wire.length(wire.head());
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
                    for (int i = 0; i < blocks; i++) {
                        wire.send(wire.in().readNBytes(BLOCK));
                    }
                });
        // one of the two lives on the other loop
        door.serve("a.test", echo, true);
        door.route("b.test", new FakeTarget(echo.address(), door.traffic(), door.loop()));
        for (String host : new String[] {"a.test", "b.test"}) {
            try (Wire visitor = SecureWire.connect(door.securePort(), host, protocol)) {
                visitor.send(
                        "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
                                .formatted(host, (long) blocks * BLOCK));
                CompletableFuture<Void> sending =
                        CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < blocks; i++) {
                                visitor.send(block(i));
                            }
                        });

                assertThat(visitor.head()).startsWith("HTTP/1.1 200 OK\r\n");
                for (int i = 0; i < blocks; i++) {
                    assertThat(visitor.in().readNBytes(BLOCK)).isEqualTo(block(i));
                }
                assertThat(sending).succeedsWithin(Duration.ofSeconds(10));
            }
        }
    }

    private static byte[] block(int seed) {
        byte[] block = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (byte) (i * 31 + seed * 17 + (i >> 8));
        }
        return block;
    }

    @Test
    void relaysWhatWasUpgradedInBothDirections() {
        Backend backend =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send(
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhi");
                    for (int octet = wire.read(); octet >= 0; octet = wire.read()) {
                        wire.send(new byte[] {(byte) octet});
                    }
                    wire.send("bye");
                });
        door.serve("a.test", backend, true);

        try (Wire visitor = SecureWire.connect(door.securePort(), "a.test")) {
            visitor.send(
                    "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            assertThat(visitor.head()).startsWith("HTTP/1.1 101 ");
            assertThat(visitor.body(2)).isEqualTo("hi");
            for (int i = 0; i < 100; i++) {
                visitor.send("x" + i);
                assertThat(visitor.body(("x" + i).length())).isEqualTo("x" + i);
            }
            visitor.finish();

            assertThat(visitor.rest()).isEqualTo("bye");
        }
    }

    @Test
    void saysWithinTlsThatAnAnswerWithoutLengthIsWhole() {
        Backend backend =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\n\r\nall of it");
                });
        door.serve("a.test", backend, true);

        Program.Result answer = curl("a.test", "/");

        assertThat(answer.status()).isZero();
        assertThat(answer.output()).endsWith("all of it");
    }

    @Test
    void doesNotMakeACutAnswerLookWhole() {
        Backend backend =
                new Backend((wire, number) -> {
                    wire.head();
                    wire.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf of i");
                });
        door.serve("a.test", backend, true);

        try (Wire visitor = SecureWire.connect(door.securePort(), "a.test")) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
            visitor.head();

            assertThatThrownBy(
                            () -> {
                                String rest = visitor.rest();
                                assertThat(visitor.read()).isEqualTo(-2);
                                throw new IOException(rest);
                            })
                    .isInstanceOfAny(IOException.class, java.io.UncheckedIOException.class);
        }
    }

    @Test
    void sendsRequestsForAnotherCertificatesHostAway() {
        door.serve("a.test", echo(), false);
        door.serve("b.test", echo(), false);

        try (Wire visitor = SecureWire.connect(door.securePort(), "a.test")) {
            assertThat(visitor.send("GET / HTTP/1.1\r\nHost: b.test\r\n\r\n").response())
                    .startsWith("HTTP/1.1 421 ");
            assertThat(visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").response())
                    .startsWith("HTTP/1.1 200 ");
        }
        try (Wire unnamed = SecureWire.connect(door.securePort(), null)) {
            assertThat(unnamed.send("GET / HTTP/1.1\r\nHost: b.test\r\n\r\n").response())
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void redirectsWhatComesWithoutTls() {
        door.serve("a.test", echo(), true);

        try (Wire visitor = door.visit()) {
            assertThat(visitor.send("GET /p/q?r=1 HTTP/1.1\r\nHost: A.test:80\r\n\r\n").response())
                    .startsWith("HTTP/1.1 308 ")
                    .contains("\r\nLocation: " + url("a.test", "/p/q?r=1") + "\r\n")
                    .doesNotContain("Strict-Transport-Security");
            String challenge = "GET /.well-known/acme-challenge/x HTTP/1.1\r\nHost: a.test\r\n\r\n";
            assertThat(visitor.send(challenge).response()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void closesConnectionsThatSayNothingAndGivesTheirMemoryBack() {
        try (Wire silent = Wire.connect(door.door().address().orElseThrow());
                Wire mute = new Wire(plain());
                Wire slow = new Wire(plain())) {
            assertThat(silent.socket().isConnected()).isTrue();
            slow.send(new byte[] {22, 3, 1, 2, 0});

            assertThat(mute.read()).isNegative();
            assertThat(slow.read()).isNegative();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        await().untilAsserted(() -> assertThat(door.budget().used()).isLessThan(48 * 1024));
    }

    @Test
    void closesOnWhatIsNoTls() throws IOException {
        try (Wire plain = new Wire(plain())) {
            plain.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");

            assertThat(plain.rest()).doesNotContain("HTTP");
        }
    }

    private java.net.Socket plain() throws IOException {
        return new java.net.Socket("127.0.0.1", door.securePort());
    }

    @Test
    void uploadGoesOnWithAFullBudget() {
        door.serve("a.test", Backend.answering(OK), true);

        try (Wire visitor = SecureWire.connect(door.securePort(), "a.test")) {
            visitor.send("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n").response();
            // the stream to the backend keeps its own memory; only the reads meet the full budget
            long all = door.traffic().limit() - door.traffic().used();
            assertThat(door.traffic().tryAcquire(all)).isTrue();

            visitor.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1000000\r\n\r\n");
            visitor.send(new byte[1_000_000]);
            String answer = visitor.response();

            door.traffic().release(all);
            assertThat(answer).isEqualTo(OK);
        }
    }
}
