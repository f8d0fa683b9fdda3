package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.Reservation;
import dev.warren.core.people.AccountName;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looking into tunnels, with OpenSSH and curl. */
class InspectIT {

    private static final String HOST = "alice-web.tuns.localhost";
    private static final long LARGE = 64L << 20;

    @TempDir private static Path folder;
    private static TunnelRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl");
        rig = new TunnelRig(folder);
    }

    @AfterEach
    void reset() throws IOException {
        rig.clients.close();
        forget();
        rig.reset();
    }

    private static void forget() {
        for (String name : new String[] {"alice", "bob"}) {
            rig.warren
                    .people()
                    .account(new AccountName(name))
                    .ifPresent(account -> rig.warren.inspector().clear(account.id(), _ -> true));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    private void publish(String place, String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "-R";
        words[1] = "web:80:" + place;
        words[2] = at("alice");
        System.arraycopy(more, 0, words, 3, more.length);
        rig.clients.ssh("alice", words).await("HTTP: http://" + HOST);
    }

    private String run(String user, String... words) {
        return run(0, user, words);
    }

    private String run(int status, String user, String... words) {
        return rig.clients.run(status, user, words);
    }

    private String curl(String... words) {
        return rig.clients.curl(HOST, words);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + rig.warren.httpPort() + path;
    }

    private static JsonNode json(String output, int line) {
        return new JsonMapper()
                .readTree(output.lines().filter(l -> l.startsWith("{")).toList().get(line));
    }

    @Test
    void theHistoryShowsWhatPassedWithoutSecrets() {
        publish(rig.web.place(), "inspect=on");
        curl("-H", "Authorization: Bearer s3cret", "-d", "a=b", url("/digest?q=1"));

        JsonNode entry = json(run("alice", "tunnels", "inspect", "web", "--json"), 0);
        assertThat(entry.path("method").asString("")).isEqualTo("POST");
        assertThat(entry.path("path").asString("")).isEqualTo("/digest?q=1");
        String id = entry.path("id").asString("");

        String shown = run("alice", "tunnels", "inspect", id);
        assertThat(shown)
                .contains("> POST /digest?q=1 HTTP/1.1", "> a=b", "< HTTP/1.1 200 OK")
                .contains("> Authorization: [redacted]")
                .doesNotContain("s3cret");
        assertThat(run("alice", "tunnels", "inspect", id, "--curl"))
                .contains("curl -X 'POST' 'http://" + HOST, "--data-raw 'a=b'");
        assertThat(run("alice", "tunnels", "inspect", "web", "--status", "4xx")).doesNotContain(id);
        assertThat(run("alice", "tunnels", "inspect", "web", "--text", "A=B")).contains(id);
        String har = run("alice", "tunnels", "inspect", "web", "--har");
        assertThat(new JsonMapper().readTree(har.substring(har.indexOf("{\"log\""))).toString())
                .contains("\"postData\"", "/digest?q=1");
        assertThat(run(1, "bob", "tunnels", "inspect", id)).contains("no such exchange");
        assertThat(run("bob", "tunnels", "inspect")).doesNotContain(id);
        assertThat(run(1, "bob", "tunnels", "inspect", "--user", "alice")).contains("only admin");
        assertThat(run("alice", "tunnels", "inspect", "web", "--clear")).contains("1 exchanges");
    }

    @Test
    void whatTheEdgeRefusesIsShownWithItsWords() {
        publish(rig.web.place(), "inspect=on", "basic-auth=ann:secret");
        assertThat(curl(url("/"))).contains("Log in first");
        rig.web.close();
        assertThat(curl("-u", "ann:secret", url("/gone"))).contains("Nothing answers behind");

        String all = run("alice", "tunnels", "inspect", "web", "--json");
        assertThat(json(all, 0).path("status").asInt()).isEqualTo(401);
        assertThat(json(all, 1).path("status").asInt()).isEqualTo(502);
        assertThat(run("alice", "tunnels", "inspect", json(all, 0).path("id").asString("")))
                .contains("< HTTP/1.1 401", "WWW-Authenticate: Basic", "Log in first");
        assertThat(run("alice", "tunnels", "inspect", json(all, 1).path("id").asString("")))
                .contains("Nothing answers behind");
    }

    @Test
    void aRequestThatNamesItsHostInTheFirstLineIsShownAsItIsPassedOn() {
        publish(rig.web.place(), "inspect=on");
        curl("--request-target", "http://" + HOST + "/digest?q=1", url("/"));

        assertThat(run("alice", "tunnels", "inspect", idOfFirst()))
                .contains("> GET /digest?q=1 HTTP/1.1");
    }

    @Test
    void requestsAreSentAgain() throws IOException {
        publish(rig.web.place(), "inspect=on");
        String sent = curl("-H", "Authorization: Basic x", "-d", "a=b", url("/digest"));
        String id = idOfFirst();

        assertThat(run("alice", "tunnels", "replay", id))
                .contains(id + " sent again as req_", ": 200", "< " + sent)
                .contains("sent without Authorization");
        assertThat(run("alice", "tunnels", "replay", id, "--body", "other"))
                .contains(WebBackend.digest(new ByteArrayInputStream("other".getBytes(UTF_8))));
        assertThat(run("alice", "tunnels", "replay", id, "--path", "/headers", "--json"))
                .contains("\"status\":200", "X-warren-replay: [" + id + "]");
        assertThat(run("alice", "tunnels", "inspect", "web"))
                .as("what was sent again is kept like what visitors send")
                .contains("/headers");
        assertThat(run(1, "bob", "tunnels", "replay", id)).contains("no such exchange");
        assertThat(run(1, "alice", "tunnels", "replay", id, "--to", "gone"))
                .contains("gone: not connected");
        assertThat(run(2, "alice", "tunnels replay " + id + " --path x")).contains("path: x");
    }

    @Test
    void aBodyThatWasNotKeptWholeIsNotSentAgain() {
        publish(rig.web.place(), "inspect=on");
        rig.visitor.post(HOST, "/digest", () -> new ByteArrayInputStream(new byte[40_000]));
        String id = idOfFirst();

        assertThat(run(1, "alice", "tunnels", "replay", id)).contains("not captured whole");
        rig.clients.close();
        Awaitility.await().until(() -> rig.warren.tunnels().all().isEmpty());
        assertThat(run(1, "alice", "tunnels", "replay", id)).contains("web: not connected");
    }

    private String idOfFirst() {
        return json(run("alice", "tunnels", "inspect", "web", "--json"), 0).path("id").asString("");
    }

    @Test
    void withoutTheOptionNothingIsKept() {
        publish(rig.web.place());
        curl(url("/"));

        assertThat(run("alice", "tunnels", "inspect", "--json")).doesNotContain("{");
        assertThat(rig.warren.meters().get("warren.tunnels.capture.used").gauge().value()).isZero();
    }

    @Test
    void theOptionIsTakenFromTheLoginName() {
        rig.clients.ssh(
                "alice", "-N", "-R", "web:80:" + rig.web.place(), "alice+inspect=on@127.0.0.1");
        Awaitility.await().until(() -> !rig.warren.tunnels().all().isEmpty());
        curl(url("/"));

        assertThat(run("alice", "tunnels", "inspect", "web")).contains("GET");
    }

    @Test
    void watchingShowsRequestsAsTheyHappen() {
        publish(rig.web.place());
        Clients.Running watch =
                rig.clients.ssh("alice", at("alice"), "tunnels", "watch", "web", "--json");
        awaitViewers(1);

        curl(url("/one"));
        watch.await("\"path\":\"/one\"");
        Clients.Running limited =
                rig.clients.ssh(
                        "alice", at("alice"), "tunnels watch --count 1 --method post --status 2xx");
        awaitViewers(2);
        curl(url("/two"));
        curl("-d", "x", url("/three"));

        assertThat(limited.awaitEnd()).isZero();
        assertThat(limited.output()).contains("POST /three").doesNotContain("/two");
        watch.kill();
        awaitViewers(0);
    }

    private static void awaitViewers(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        rig.warren.meters().get("warren.tunnels.capture.viewers").gauge().value()
                                == count);
    }

    @Test
    void aViewerThatStopsLosesWithACountAndTrafficFlows() {
        publish(rig.web.place());
        String ssh =
                "ssh %s %s tunnels watch --json"
                        .formatted(String.join(" ", rig.clients.options("alice")), at("alice"));
        // what ssh prints is read only after a word on the standard input
        Clients.Running watch =
                rig.clients.start(
                        "sh",
                        "-c",
                        "exec 3<&0; "
                                + ssh
                                + " </dev/null | { read go <&3; grep --line-buffered '\"lost\"'; }");
        awaitViewers(1);

        // more than windows, sockets and the ring hold together
        String padding = "x".repeat(380);
        double lost = 0;
        for (int i = 0; i < 20_000 && lost == 0; i++) {
            assertThat(rig.visitor.get(HOST, "/?" + padding + i).statusCode()).isEqualTo(200);
            lost = rig.warren.meters().get("warren.tunnels.capture.lost").functionCounter().count();
        }

        assertThat(lost).isPositive();
        watch.send("go\n");
        watch.await("\"lost\":\\d+");
        watch.kill();
    }

    @Test
    void streamsFlowAsFastAsWithoutIt() throws IOException {
        publish(rig.web.place(), "inspect=on");

        try (var lines =
                new BufferedReader(
                        new InputStreamReader(rig.visitor.stream(HOST, "/events").body(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: one");
            assertThat(run("alice", "tunnels", "inspect", "web")).contains("goes on");
            rig.web.secondEvent.countDown();
            lines.readLine();
            assertThat(lines.readLine()).isEqualTo("data: two");
        }
        String expected = WebBackend.digest(bytes());
        assertThat(rig.visitor.post(HOST, "/digest", InspectIT::bytes).body()).isEqualTo(expected);
        try (InputStream body = rig.visitor.stream(HOST, "/bytes/" + LARGE).body()) {
            assertThat(WebBackend.digest(body)).isEqualTo(expected);
        }

        String history = run("alice", "tunnels", "inspect", "web", "--json");
        assertThat(json(history, 1).path("requestBytes").asLong(0)).isGreaterThan(LARGE);
        assertThat(json(history, 2).path("responseBytes").asLong(0)).isEqualTo(LARGE);
        String id = json(history, 0).path("id").asString("");
        String events = run("alice", "tunnels", "inspect", id, "--json");
        assertThat(json(events, 0).path("events").size()).isEqualTo(2);
        assertThat(rig.warren.meters().get("warren.tunnels.capture.used").gauge().value())
                .isLessThan(256 * 1024);
    }

    private static InputStream bytes() {
        var out = new java.io.PipedOutputStream();
        try {
            var in = new java.io.PipedInputStream(out, 1 << 20);
            Thread.startVirtualThread(() -> {
                try (out) {
                    WebBackend.pattern(LARGE, out);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            return in;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void webSocketsPassAndAreShownFrameByFrame() throws IOException {
        try (var backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            publish("127.0.0.1:" + backend.getLocalPort(), "inspect=on");
            try (Socket visitor = new Socket("127.0.0.1", rig.warren.httpPort())) {
                visitor.getOutputStream()
                        .write(
                                ("GET /ws HTTP/1.1\r\nHost: "
                                                + HOST
                                                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
                                        .getBytes(ISO_8859_1));
                try (Socket served = backend.accept()) {
                    readHead(served.getInputStream());
                    served.getOutputStream()
                            .write(
                                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                                            .getBytes(ISO_8859_1));
                    readHead(visitor.getInputStream());
                    visitor.getOutputStream()
                            .write(
                                    new byte[] {
                                        (byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 'h' ^ 1, 'i' ^ 2
                                    });
                    served.getInputStream().readNBytes(8);
                    served.getOutputStream().write(new byte[] {(byte) 0x81, 2, 'y', 'o'});
                    visitor.getInputStream().readNBytes(4);
                }
            }
        }
        String id =
                json(run("alice", "tunnels", "inspect", "web", "--json"), 0)
                        .path("id")
                        .asString("");

        assertThat(run("alice", "tunnels", "inspect", id))
                .containsPattern("> +\\d+ ms  text  hi")
                .containsPattern("< +\\d+ ms  text  yo");
    }

    private static void readHead(InputStream in) throws IOException {
        int ends = 0;
        while (ends < 4) {
            int next = in.read();
            assertThat(next).isNotNegative();
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
    }

    @Test
    void withoutMemoryTrafficFlowsAndTheEntrySaysWhy() throws InterruptedException {
        publish(rig.web.place());
        Clients.Running watch = rig.clients.ssh("alice", at("alice"), "tunnels", "watch");
        awaitViewers(1);
        var capture =
                rig.warren.budget().children().stream()
                        .filter(child -> child.name().equals("capture"))
                        .findFirst()
                        .orElseThrow();

        try (Reservation _ = capture.reserve(capture.limit() - capture.used())) {
            assertThat(rig.visitor.get(HOST, "/").body()).isEqualTo("hello");
            watch.await("not captured: the inspector's memory was full");
        }
        watch.kill();
    }
}
