package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP by name, with OpenSSH. */
class WebTunnelIT {

    private static final String HOST = "alice-web.tuns.localhost";
    private static final long LARGE = 256L << 20;

    @TempDir private static Path folder;
    private static TunnelRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen");
        rig = new TunnelRig(folder, "warren.ssh.streams.open-timeout", "1s");
    }

    @AfterEach
    void reset() throws IOException {
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    private Clients.Running publish(String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "-R";
        words[1] = "web:80:" + rig.web.place();
        words[2] = at("alice");
        System.arraycopy(more, 0, words, 3, more.length);
        Clients.Running client = rig.clients.ssh("alice", words);
        client.await("HTTP: http://" + HOST + ":" + rig.warren.httpPort());
        return client;
    }

    @Test
    void aPageIsServedUnderTheUrlThatTheSessionShows() {
        publish();

        var answer = rig.visitor.get(HOST, "/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
    }

    @Test
    void theBackendLearnsWhoVisits() {
        publish();

        assertThat(rig.visitor.get(HOST, "/headers").body().toLowerCase(Locale.ROOT))
                .contains("x-forwarded-for: [127.0.0.1]")
                .contains("host: [" + HOST);
    }

    @Test
    void chunkedAnswersArriveWhole() {
        publish();

        assertThat(rig.visitor.get(HOST, "/chunks").body())
                .isEqualTo("piece 0\npiece 1\npiece 2\npiece 3\npiece 4\n");
    }

    @Test
    void eventsArriveWhenTheyHappen() throws IOException {
        publish();

        try (var lines =
                new BufferedReader(
                        new InputStreamReader(rig.visitor.stream(HOST, "/events").body(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: one");
            assertThat(lines.readLine()).isEmpty();
            rig.web.secondEvent.countDown();
            assertThat(lines.readLine()).isEqualTo("data: two");
        }
    }

    @Test
    void largeUploadsAndDownloadsArriveToTheByte() throws IOException {
        publish();
        String expected = WebBackend.digest(patternStream());

        assertThat(rig.visitor.post(HOST, "/digest", WebTunnelIT::patternStream).body())
                .isEqualTo(expected);
        try (InputStream body = rig.visitor.stream(HOST, "/bytes/" + LARGE).body()) {
            assertThat(WebBackend.digest(body)).isEqualTo(expected);
        }
        assertThat(rig.warren.budget().peak()).isLessThan(rig.warren.budget().limit());
        var tunnel = rig.warren.tunnels().all().iterator().next();
        assertThat(tunnel.streams().bytesFromVisitors()).isGreaterThan(LARGE);
        assertThat(tunnel.streams().bytesToVisitors()).isGreaterThan(LARGE);
        assertThat(tunnel.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+backend=h2c"})
    void webSocketsPassUntouched(String options) throws IOException {
        try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            publishRaw(backend, options);
            try (Socket visitor = raw();
                    Socket served = upgrade(backend, visitor)) {
                byte[] frame = {(byte) 0x81, (byte) 0x83, 1, 2, 3, 4, 'x', 'y', 'z'};
                visitor.getOutputStream().write(frame);
                assertThat(served.getInputStream().readNBytes(frame.length)).isEqualTo(frame);
                byte[] back = {(byte) 0x82, 2, 0, (byte) 255};
                served.getOutputStream().write(back);
                assertThat(visitor.getInputStream().readNBytes(back.length)).isEqualTo(back);
            }
        }
    }

    private Socket upgrade(ServerSocket backend, Socket visitor) throws IOException {
        visitor.getOutputStream()
                .write(
                        ("GET /ws HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\n"
                                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                                .formatted(HOST)
                                .getBytes(ISO_8859_1));
        backend.setSoTimeout(20_000);
        Socket served = backend.accept();
        served.setSoTimeout(20_000);
        assertThat(head(served.getInputStream()).toLowerCase(Locale.ROOT))
                .contains("upgrade: websocket", "sec-websocket-key");
        served.getOutputStream()
                .write(
                        ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                        + "Upgrade: websocket\r\n"
                                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                                        + "\r\n")
                                .getBytes(ISO_8859_1));
        assertThat(head(visitor.getInputStream())).startsWith("HTTP/1.1 101 ");
        return served;
    }

    @Test
    void aServerThatIsDownGives502AndWords() {
        publish();
        rig.web.close();

        var answer = rig.visitor.get(HOST, "/");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("Nothing answers behind the tunnel", "-R web:80:");
    }

    @Test
    void aClientThatStandsStillGives504() {
        Clients.Running client = publish();
        client.signal("STOP");

        var answer = rig.visitor.get(HOST, "/");

        client.signal("CONT");
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("hello");
    }

    @Test
    void aNameThatNobodyHasIs404() {
        var answer = rig.visitor.get("alice-nobody.tuns.localhost", "/");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("No tunnel here");
    }

    @Test
    void requestLinesAppearOnDemand() {
        Clients.Running client = publish("requests=on");

        rig.visitor.get(HOST, "/some?thing=1");

        client.await(
                "\\d\\d:\\d\\d:\\d\\d \\| "
                        + HOST
                        + " \\| 200 \\| [0-9.]+ ms \\| 127.0.0.1 \\| GET /some\\?thing=1");
    }

    @Test
    void eventsAreJsonWhenAskedFor() {
        Clients.Running client =
                rig.clients.ssh(
                        "alice", "-R", "web:80:" + rig.web.place(), at("alice"), "output=json");

        String line = client.await("(?m)^(\\{.*\"url\".*\\})\\s*$");

        assertThat(line)
                .contains("\"event\":\"up\"", "\"kind\":\"http\"", "\"name\":\"web\"")
                .contains("\"url\":\"http://" + HOST + ":" + rig.warren.httpPort() + "\"");
    }

    @Test
    void optionsThatAreNotUnderstoodAreComplainedAbout() {
        Clients.Running client = publish("colour=red", "tcp-address=x");

        client.await("colour: no such option");
        client.await("tcp-address: not available yet");
        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("hello");
    }

    @Test
    void theClientRecognisesItsForwardHoweverItWroteTheName() {
        rig.clients
                .ssh(
                        "alice",
                        "-R",
                        "Alice-WEB:443:" + rig.web.place(),
                        at("alice"),
                        "backend-tls=off")
                .await("HTTP: http://" + HOST);

        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("hello");
    }

    @Test
    void aNameIsChosenWhenNoneIsAskedFor() {
        Clients.Running client =
                rig.clients.ssh("alice", "-R", "80:" + rig.web.place(), at("alice"));

        String host = client.await("HTTP: http://(alice-[a-z]+-[a-z]+\\.tuns\\.localhost):");

        assertThat(rig.visitor.get(host, "/").body()).isEqualTo("hello");
    }

    @Test
    void theNameIsFreeForTheSameAccountRightAfterKillMinusNine() {
        publish().kill();

        publish();

        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("hello");
    }

    @Test
    void aNewerConnectionTakesTheNameFromOneThatHangs() throws IOException {
        Clients.Running old = publish();
        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("hello");
        old.signal("STOP");

        try (var other = new WebBackend("from the new one")) {
            rig.clients.ssh("alice", "-R", "web:80:" + other.place(), at("alice")).await("HTTP: ");

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> rig.visitor.get(HOST, "/").body().equals("from the new one"));
        }
        old.signal("CONT");
        old.await("taken over by a newer connection of yours");
    }

    @Test
    void aDisconnectedTunnelIsGoneAtOnce() {
        Clients.Running client = publish();
        client.kill();

        await().atMost(Duration.ofSeconds(5))
                .until(() -> rig.visitor.get(HOST, "/").statusCode() == 404);
        assertThat(rig.warren.tunnels().all()).isEmpty();
    }

    @Test
    void fiftyForwardsOnOneConnectionStandWithinSeconds() {
        String[] words = new String[102];
        words[0] = "-N";
        for (int i = 0; i < 50; i++) {
            words[1 + 2 * i] = "-R";
            words[2 + 2 * i] = "n" + i + ":80:" + rig.web.place();
        }
        words[101] = at("alice");
        rig.clients.ssh("alice", words);

        await().atMost(Duration.ofSeconds(5)).until(() -> rig.warren.tunnels().all().size() == 50);
        assertThat(rig.visitor.get("alice-n0.tuns.localhost", "/").body()).isEqualTo("hello");
        assertThat(rig.visitor.get("alice-n49.tuns.localhost", "/").body()).isEqualTo("hello");
    }

    @Test
    void everyPieceOfAnUploadArrivesBeforeTheNextIsSent() throws IOException {
        try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            backend.setSoTimeout(20_000);
            publishRaw(backend, "");
            try (Socket visitor = raw()) {
                send(
                        visitor,
                        "POST /up HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                                .formatted(HOST));
                try (Socket served = backend.accept()) {
                    served.setSoTimeout(20_000);
                    uploadInPieces(visitor, served);
                }
            }
        }
    }

    private static void uploadInPieces(Socket visitor, Socket served) throws IOException {
        assertThat(head(served.getInputStream())).startsWith("POST /up HTTP/1.1\r\n");
        for (String piece : List.of("one", "two", "six")) {
            send(visitor, "3\r\n" + piece + "\r\n");
            assertThat(until(piece, served.getInputStream())).contains("3\r\n");
        }
        send(visitor, "0\r\n\r\n");
        until("0\r\n\r\n", served.getInputStream());
        send(served, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertThat(until("\r\n\r\nok", visitor.getInputStream())).startsWith("HTTP/1.1 200 ");
    }

    private void publishRaw(ServerSocket backend, String options) {
        rig.clients.ssh(
                "alice",
                "-N",
                "-R",
                "web:80:127.0.0.1:" + backend.getLocalPort(),
                at("alice" + options));
        await().until(() -> rig.warren.tunnels().all().size() == 1);
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private Socket raw() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.warren.httpPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String head(InputStream in) throws IOException {
        return until("\r\n\r\n", in);
    }

    private static String until(String end, InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int one = in.read();
            assertThat(one).as("after %s", text).isNotNegative();
            text.append((char) one);
        }
        return text.toString();
    }

    private static InputStream patternStream() {
        try {
            var out = new PipedOutputStream();
            var in = new PipedInputStream(out, 1 << 20);
            Thread.startVirtualThread(() -> {
                try (out) {
                    WebBackend.pattern(LARGE, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
