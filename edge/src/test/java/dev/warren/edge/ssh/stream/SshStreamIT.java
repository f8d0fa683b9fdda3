package dev.warren.edge.ssh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("dev.warren.edge.ssh.stream.OpenSsh#installed")
class SshStreamIT {

    private static final int CHUNK = 64 * 1024;
    private static final long BUDGET = 16L << 20;

    @TempDir Path dir;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private StreamGateway gateway;
    private ServerSocket backend;

    @BeforeEach
    void open() throws IOException {
        gateway = new StreamGateway(dir, BUDGET, StreamGateway.usual());
        backend = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void closeAndLeaveNothingCharged() throws Exception {
        backend.close();
        threads.shutdownNow();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gateway.budget.used()).isZero());
        assertThat(gateway.budget.peak()).isLessThanOrEqualTo(BUDGET);
        gateway.close();
    }

    @Test
    void carriesBytesBothWaysToTheByte() throws Exception {
        try (OpenSsh ssh = tunnel()) {
            roundTrip(ssh.allocatedPort(), 40 << 20);
        }
    }

    @Test
    void carriesBytesWhileKeysAreExchangedAgainAndAgain() throws Exception {
        try (OpenSsh ssh = tunnel("-o", "RekeyLimit=1M")) {
            roundTrip(ssh.allocatedPort(), 24 << 20);
            assertThat(ssh.log().split("SSH2_MSG_NEWKEYS received", -1)).hasSizeGreaterThan(5);
        }
    }

    @Test
    void carriesBytesOfAClientThatInsistsOnAnotherCipherAndCompresses() throws Exception {
        try (OpenSsh ssh = tunnel("-c", "aes256-ctr", "-o", "Compression=yes")) {
            roundTrip(ssh.allocatedPort(), 4 << 20);
            assertThat(ssh.log()).contains("cipher: aes256-ctr");
        }
    }

    @Test
    void steersADefaultClientToAesGcm() throws Exception {
        try (OpenSsh ssh = tunnel()) {
            ssh.allocatedPort();
            assertThat(ssh.log())
                    .contains("server->client cipher: aes128-gcm@openssh.com")
                    .contains("client->server cipher: aes128-gcm@openssh.com");
        }
    }

    @Test
    void passesOnTheEndOfOneDirectionAndKeepsTheOther() throws Exception {
        var served =
                threads.submit(() -> {
                    try (Socket socket = backend.accept()) {
                        byte[] asked = socket.getInputStream().readNBytes(1 << 20);
                        socket.getOutputStream()
                                .write(("got " + asked.length).getBytes(StandardCharsets.US_ASCII));
                    }
                    return true;
                });
        try (OpenSsh ssh = tunnel();
                Socket visitor = visit(ssh.allocatedPort())) {
            visitor.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            visitor.shutdownOutput();

            assertThat(visitor.getInputStream().readNBytes(100)).asString().isEqualTo("got 5");
            assertThat(served.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closesOnlyTheVisitorWhoseBackendIsNotThere() throws Exception {
        int port = backend.getLocalPort();
        try (OpenSsh ssh = tunnel()) {
            int open = ssh.allocatedPort();
            backend.close();
            try (Socket refused = visit(open)) {
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }
            backend = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
            roundTrip(open, 1000);
        }
    }

    @Test
    void holdsNoMoreThanTheWindowForReadersThatStandStill() throws Exception {
        int readers = 60;
        for (int i = 0; i < readers; i++) {
            threads.submit(this::sendForEver);
        }
        try (OpenSsh ssh = tunnel()) {
            int port = ssh.allocatedPort();
            Socket[] stalled = new Socket[readers];
            for (int i = 0; i < readers; i++) {
                stalled[i] = visit(port);
                stalled[i].setReceiveBufferSize(4096);
            }
            long windows = readers * StreamGateway.usual().initialWindow().toBytes();
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(gateway.budget.used()).isGreaterThanOrEqualTo(windows));
            assertThat(gateway.budget.peak()).isLessThanOrEqualTo(BUDGET);
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void refusesAnUnknownDirectTargetAndKeepsTheConnection() throws Exception {
        threads.submit(this::echo);
        try (OpenSsh owner = tunnelNamed("box");
                OpenSsh unknown = OpenSsh.start(dir, gateway.port(), "-W", "nobody:22")) {
            unknown.awaitLog("no such alias: nobody");
            assertThat(owner.process().isAlive()).isTrue();
        }
    }

    @Test
    void joinsTwoClientsThroughAnAlias() throws Exception {
        threads.submit(this::echo);
        try (OpenSsh owner = tunnelNamed("box");
                OpenSsh reader = OpenSsh.start(dir, gateway.port(), "-W", "box:22")) {
            OutputStream in = reader.process().getOutputStream();
            in.write("ping across\n".getBytes(StandardCharsets.US_ASCII));
            in.flush();
            reader.awaitLog("ping across");
            assertThat(owner.process().isAlive()).isTrue();
        }
    }

    private OpenSsh tunnel(String... options) throws Exception {
        String[] words = new String[options.length + 3];
        System.arraycopy(options, 0, words, 0, options.length);
        words[options.length] = "-N";
        words[options.length + 1] = "-R";
        words[options.length + 2] = "0:127.0.0.1:" + backend.getLocalPort();
        return OpenSsh.start(dir, gateway.port(), words);
    }

    private OpenSsh tunnelNamed(String alias) throws Exception {
        return OpenSsh.start(
                        dir,
                        gateway.port(),
                        "-N",
                        "-R",
                        alias + ":22:127.0.0.1:" + backend.getLocalPort())
                .awaitLog("remote forward success");
    }

    private static Socket visit(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** The backend echoes; what comes back must be what was sent. */
    private void roundTrip(int port, int bytes) throws Exception {
        threads.submit(this::echo);
        try (Socket visitor = visit(port)) {
            byte[] sent = new byte[bytes];
            new Random(7).nextBytes(sent);
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writeAll(visitor, sent), threads);
            assertThat(digest(visitor.getInputStream(), bytes))
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(sent));
            writing.get(30, TimeUnit.SECONDS);
        }
    }

    private static void writeAll(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private static byte[] digest(InputStream in, int expected) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] chunk = new byte[CHUNK];
        int total = 0;
        for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
            sha.update(chunk, 0, n);
            total += n;
        }
        assertThat(total).isEqualTo(expected);
        return sha.digest();
    }

    private Void echo() throws IOException {
        try (Socket socket = backend.accept()) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        }
        return null;
    }

    private Void sendForEver() throws IOException {
        try (Socket socket = backend.accept()) {
            byte[] chunk = new byte[CHUNK];
            OutputStream out = socket.getOutputStream();
            while (!socket.isClosed()) {
                out.write(chunk);
            }
        }
        return null;
    }
}
