package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.tunnels.geo.CountryDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that guard and change what passes, with OpenSSH and curl. */
class PolicyIT {

    private static final String HOST = "alice-web.tuns.localhost";

    @TempDir private static Path folder;
    private static TunnelRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl", "openssl");
        Path countries =
                new CountryDatabase()
                        .with("203.0.113.0/24", "AT")
                        .with("198.51.100.0/24", "CH")
                        .writeTo(folder.resolve("countries.mmdb"));
        rig =
                new TunnelRig(
                        folder,
                        "warren.ssh.streams.open-timeout",
                        "1s",
                        "warren.http.trusted-proxies",
                        "127.0.0.1",
                        "warren.tunnels.geo.file",
                        countries.toString(),
                        "warren.tunnels.webhook-body",
                        "16KB");
    }

    @AfterEach
    void reset() throws IOException {
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    @Test
    void aPasswordInTheLoginNameHoldsFromTheFirstRequestOn() {
        rig.clients.ssh(
                "alice",
                "-N",
                "-R",
                "web:80:" + rig.web.place(),
                at("alice+basic-auth=ann:secret"));
        awaitTunnels(1);

        assertThat(curl("-i", "/")).contains("401").contains("WWW-Authenticate: Basic realm=");
        assertThat(curl("-u", "ann:wrong", "/")).contains("Log in first");
        assertThat(curl("-u", "ann:secret", "/")).isEqualTo("hello");
        assertThat(curl("-u", "ann:secret", "/headers").toLowerCase(Locale.ROOT))
                .doesNotContain("authorization");
    }

    @Test
    void wordsForOneForwardLeaveTheOthersAlone() {
        var client =
                rig.clients.ssh(
                        "alice",
                        "-R",
                        "web:80:" + rig.web.place(),
                        "-R",
                        "other:80:" + rig.web.place(),
                        at("alice"),
                        "web:bearer=0123456789",
                        "web:header-add=X-From:warren",
                        "typo:note=x",
                        "rate=quick");
        client.await("rate: quick \\(expected: ");
        client.await("typo: no forward of this connection is called so now");
        assertThat(client.output()).doesNotContain("web: no forward");

        assertThat(curl("/")).contains("Log in first");
        assertThat(curl("-H", "Authorization: Bearer 0123456789", "/headers"))
                .contains("X-from: [warren]");
        assertThat(curl("-H", "Host: alice-other.tuns.localhost", "/")).isEqualTo("hello");
    }

    @Test
    void requestsAreChangedOnTheirWay() {
        publish(
                "host-header=app.test",
                "header-remove=X-Secret",
                "response-header-add=X-Served-By:warren");

        assertThat(curl("-H", "X-Secret: 1", "/headers"))
                .contains("Host: [app.test]")
                .doesNotContain("X-secret");
        assertThat(curl("-i", "/")).contains("X-Served-By: warren");
    }

    @Test
    void plainRequestsAreServedWhereThereIsNoHttps() {
        var client = publish("force-https=on");

        client.await("force-https: HTTPS is off on this server, so it does nothing");
        assertThat(curl("/")).isEqualTo("hello");
    }

    @Test
    void onlySomeAddressesAreLetIn() {
        publish("allow-ip=192.0.2.0/24");

        assertThat(curl("/")).contains("Not from here");
        assertThat(curl("-H", "X-Forwarded-For: 192.0.2.9", "/")).isEqualTo("hello");
    }

    @Test
    void onlyOneCountryIsLetIn() {
        publish("allow-country=at");

        assertThat(curl("-H", "X-Forwarded-For: 203.0.113.9", "/")).isEqualTo("hello");
        assertThat(curl("-H", "X-Forwarded-For: 198.51.100.9", "/")).contains("Not from here");
        assertThat(curl("/")).contains("Not from here");
    }

    @Test
    void onlySignedRequestsReachTheServer() throws IOException {
        publish("webhook=github:It-is-a-secret");
        String body = "{\"zen\":\"Keep it logically awesome.\"}";
        String digest = WebBackend.digest(new ByteArrayInputStream(body.getBytes(ISO_8859_1)));
        String signature = "X-Hub-Signature-256: sha256=" + hmac("It-is-a-secret", body);

        assertThat(curl("-d", body, "/")).contains("401 Not signed");
        assertThat(curl("-H", signature, "-d", body, "/digest")).isEqualTo(digest);
        assertThat(
                        curl(
                                "-H",
                                signature,
                                "-H",
                                "Transfer-Encoding: chunked",
                                "-H",
                                "Expect: 100-continue",
                                "-d",
                                body,
                                "/digest"))
                .isEqualTo(digest);
        assertThat(curl("-H", signature, "-d", body + " ", "/digest")).contains("401 Not signed");
        assertThat(curl("-H", signature, "-d", "x".repeat(20_000), "/digest"))
                .contains("413 Content too large");
    }

    private static String hmac(String secret, String body) {
        try {
            Process openssl =
                    new ProcessBuilder("openssl", "dgst", "-sha256", "-r", "-hmac", secret).start();
            openssl.getOutputStream().write(body.getBytes(ISO_8859_1));
            openssl.getOutputStream().close();
            return new String(openssl.getInputStream().readAllBytes(), ISO_8859_1).split(" ", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void answersArePackedForWhoTakesThemSo() {
        publish("compress=on", "response-header-add=Content-Type:text/plain");

        assertThat(curl("-i", "--compressed", "/headers"))
                .contains("Vary: Accept-Encoding")
                .contains("Accept-encoding: [deflate, gzip");
        assertThat(
                        curl(
                                "--compressed",
                                "-o",
                                "/dev/null",
                                "-D",
                                "-",
                                "-w",
                                "%{size_download}",
                                "/bytes/300000"))
                .contains("Content-Encoding: gzip");
    }

    @Test
    void tooManyRequestsAreToldWhenToComeAgain() {
        publish("rate=1/h");

        assertThat(curl("/")).isEqualTo("hello");
        assertThat(curl("-i", "/")).contains("429").contains("Retry-After: ");
    }

    @Test
    void aSlowTunnelBringsEverything() {
        publish("bandwidth=200KB");

        String got = curl("-o", "/dev/null", "-w", "%{size_download}", "/bytes/300000");

        assertThat(got).isEqualTo("300000");
    }

    @Test
    void aBackendOfATcpTunnelIsToldWhoVisits() throws IOException {
        try (var backend =
                new TcpBackend(socket -> {
                    byte[] head = socket.getInputStream().readNBytes(12);
                    socket.getOutputStream().write(head);
                })) {
            var client =
                    rig.clients.ssh(
                            "alice",
                            "-R",
                            "0:" + backend.place(),
                            at("alice+proxy-protocol=1+allow-ip=127.0.0.1"));
            int port = Integer.parseInt(client.await("TCP: [^:]+:(\\d+)"));

            try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(new String(visitor.getInputStream().readNBytes(12), ISO_8859_1))
                        .isEqualTo("PROXY TCP4 1");
            }
        }
    }

    private Clients.Running publish(String... words) {
        List<String> all = new ArrayList<>(List.of("-R", "web:80:" + rig.web.place(), at("alice")));
        all.addAll(List.of(words));
        var client = rig.clients.ssh("alice", all.toArray(String[]::new));
        client.await("HTTP: http://" + HOST);
        // the words come after the forward
        org.awaitility.Awaitility.await()
                .until(() ->
                        rig.warren.tunnels().all().stream()
                                .allMatch(tunnel -> tunnel.options().all().size() == words.length));
        return client;
    }

    private void awaitTunnels(int count) {
        org.awaitility.Awaitility.await().until(() -> rig.warren.tunnels().all().size() == count);
    }

    /** What {@code curl} gets; the last word is the path. */
    private String curl(String... words) {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-m", "20"));
        command.addAll(List.of(words).subList(0, words.length - 1));
        if (!List.of(words).contains("Host: alice-other.tuns.localhost")) {
            command.addAll(List.of("-H", "Host: " + HOST));
        }
        command.add("http://127.0.0.1:" + rig.warren.httpPort() + words[words.length - 1]);
        var client = rig.clients.start(command.toArray(String[]::new));
        assertThat(client.awaitEnd()).isZero();
        return client.output();
    }
}
