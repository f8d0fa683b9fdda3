package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.people.AccountName;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Web tunnels to servers that speak TLS, behind a client that knows nothing of it. */
class BackendTlsIT {

    private static final String HOST = "alice-web.tuns.localhost";
    private static final int SIZE = 5_000_000;

    @TempDir static Path folder;

    private static TunnelRig rig;
    private static WebBackend backend;
    private static TlsBackend one;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "openssl");
        try (var clients = new Clients(folder, 0, (name, key) -> {})) {
            one = TlsBackend.start(clients, folder, HOST);
        }
        rig = new TunnelRig(folder, "warren.http.backend-ca", folder + "/backend.crt");
        backend = new WebBackend("secret hello", TlsBackend.context(folder.resolve("backend.p12")));
    }

    @AfterEach
    void reset() throws IOException {
        rig.clients.close();
        rig.warren
                .people()
                .account(new AccountName("alice"))
                .ifPresent(account -> rig.warren.inspector().clear(account.id(), _ -> true));
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        backend.close();
        one.close();
        rig.close();
    }

    private void publish(String name, int port, String place, String options) {
        rig.clients
                .ssh("alice", "-R", name + ":" + port + ":" + place, at("alice" + options))
                .await("HTTP: http://");
    }

    @Test
    void aForwardOfPort443IsSpokenToInTls() {
        publish("web", 443, backend.place(), "");

        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("secret hello");
        assertThat(rig.visitor.get(HOST, "/headers").body())
                .containsIgnoringCase("X-Forwarded-Proto: [http]");
    }

    @Test
    void anotherPortIsWhenAsked() {
        publish("web", 80, backend.place(), "+backend-tls=insecure");

        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("secret hello");
    }

    @Test
    void bytesArriveUnchangedInBothDirections() throws IOException {
        publish("web", 443, backend.place(), "");
        ByteArrayOutputStream pattern = new ByteArrayOutputStream(SIZE);
        WebBackend.pattern(SIZE, pattern);
        String expected = WebBackend.digest(new ByteArrayInputStream(pattern.toByteArray()));

        String uploaded =
                rig.visitor
                        .post(
                                HOST,
                                "/digest",
                                () -> new ByteArrayInputStream(pattern.toByteArray()))
                        .body();
        String downloaded = WebBackend.digest(rig.visitor.stream(HOST, "/bytes/" + SIZE).body());

        assertThat(List.of(uploaded, downloaded)).containsOnly(expected);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void eventsArriveWhenTheyHappen() throws IOException {
        publish("web", 443, backend.place(), "");

        var lines =
                new BufferedReader(
                        new InputStreamReader(rig.visitor.stream(HOST, "/events").body(), UTF_8));

        assertThat(lines.readLine()).isEqualTo("data: one");
    }

    @Test
    void whoLooksInSeesWhatIsInside() {
        publish("web", 443, backend.place(), "+inspect=on");
        rig.visitor.get(HOST, "/greeting");

        Clients.Running inspect =
                rig.clients.ssh("alice", at("alice"), "tunnels", "inspect", "req_1");
        inspect.closeInput();

        assertThat(inspect.awaitEnd()).as(inspect.output()).isZero();
        assertThat(inspect.output()).contains("GET /greeting HTTP/1.1").contains("secret hello");

        Clients.Running replay =
                rig.clients.ssh("alice", at("alice"), "tunnels", "replay", "req_1");
        replay.closeInput();
        assertThat(replay.awaitEnd()).as(replay.output()).isZero();
        assertThat(replay.output()).contains(" sent again as req_", ": 200", "secret hello");
    }

    @Test
    void theServerIsAskedForTheHostThatItIsCalledByItsOwner() {
        publish("web", 443, one.place(), "");
        assertThat(rig.visitor.get(HOST, "/sni").body()).contains("value=" + HOST);
        rig.clients.close();

        publish("web", 443, one.place(), "+host-header=app.example.test:8443");
        assertThat(rig.visitor.get(HOST, "/sni").body()).contains("value=app.example.test");
    }

    @Test
    void aWildcardsHostsAreNotMixedUp() {
        publish("*.web", 443, one.place(), "");

        List<String> names = new ArrayList<>();
        for (String host : List.of("a." + HOST, "b." + HOST, "a." + HOST)) {
            names.add(rig.visitor.get(host, "/sni").body());
        }

        assertThat(names.get(0)).contains("value=a." + HOST).isEqualTo(names.get(2));
        assertThat(names.get(1)).contains("value=b." + HOST);
    }

    @Test
    void aCertificateIsVerifiedWhenAsked() {
        publish("web", 443, backend.place(), "+backend-tls=verify");
        assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("secret hello");
        rig.clients.close();

        publish("web", 443, backend.place(), "+backend-tls=verify+host-header=other.test");
        var refused = rig.visitor.get(HOST, "/");

        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.body()).contains("not good for other.test");
    }

    @Test
    void aServerWithoutTlsIsSaidToHaveNone() throws IOException {
        assertThat(refusalOf("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"))
                .contains("answered without it");
    }

    @Test
    void aServerThatHangsUpIsSaidTo() throws IOException {
        assertThat(refusalOf("")).contains("hung up when it was asked in TLS");
    }

    /** What a visitor is told of a server that says {@code words} and hangs up. */
    private String refusalOf(String words) throws IOException {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread.startVirtualThread(() -> {
                try (Socket asked = server.accept()) {
                    asked.getInputStream().read(new byte[2048]);
                    asked.getOutputStream().write(words.getBytes(UTF_8));
                } catch (IOException e) {
                    // the test is over
                }
            });
            publish("web", 443, "127.0.0.1:" + server.getLocalPort(), "");

            var answer = rig.visitor.get(HOST, "/");

            assertThat(answer.statusCode()).isEqualTo(502);
            return answer.body();
        }
    }
}
