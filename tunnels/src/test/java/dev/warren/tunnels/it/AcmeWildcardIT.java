package dev.warren.tunnels.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wildcard of the tunnels' domain, proved in a zone that BIND serves and takes updates for. */
class AcmeWildcardIT {

    @TempDir private Path folder;
    private final String key = base64();
    private final AcmeServer authority = new AcmeServer();
    private @Nullable Process bind;
    private @Nullable AcmeRig running;
    private int port;

    private static String base64() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @BeforeEach
    void prepare() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl", "named");
        authority.start();
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path home = Files.createDirectories(folder.resolve("bind"));
        Files.writeString(
                home.resolve("zone"),
                """
                $TTL 60
                @ SOA ns hostmaster 1 60 60 600 60
                @ NS ns
                ns A 127.0.0.1
                """);
        Files.writeString(
                home.resolve("named.conf"),
                """
                key "warren" { algorithm hmac-sha256; secret "%s"; };
                options {
                    directory "%s";
                    listen-on port %d { 127.0.0.1; };
                    listen-on-v6 { none; };
                    pid-file none;
                    session-keyfile none;
                    recursion no;
                    dnssec-validation no;
                };
                controls { };
                zone "example.test" {
                    type primary;
                    file "zone";
                    update-policy { grant warren wildcard *.example.test TXT; };
                };
                """
                        .formatted(key, home, port));
        bind =
                new ProcessBuilder("named", "-g", "-c", home.resolve("named.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("log").toFile())
                        .start();
        soon().ignoreExceptions()
                .until(() -> {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    return true;
                });
        authority.checks.nameServer = new InetSocketAddress("127.0.0.1", port);
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
        authority.close();
        if (bind != null) {
            bind.destroyForcibly();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }

    private AcmeRig start(String secret) throws IOException {
        AcmeRig rig =
                new AcmeRig(
                        folder,
                        authority,
                        () -> "127.0.0.1:" + port,
                        "warren.https.acme.dns.server=127.0.0.1:" + port,
                        "warren.https.acme.dns.zone=example.test",
                        "warren.https.acme.dns.key-name=warren",
                        "warren.https.acme.dns.key-secret=" + secret,
                        "warren.https.acme.dns.propagation=50ms");
        running = rig;
        return rig;
    }

    @Test
    void everyTunnelHasACertificateFromTheFirstVisitOn() throws IOException {
        AcmeRig rig = start(key);
        assertThat(rig.run("root1", "whoami")).contains("admin");
        rig.publish("alice", "web");

        soon().untilAsserted(() ->
                assertThat(rig.visit("alice-web.tuns.example.test")).endsWith("hello200 exit=0"));

        assertThat(authority.ordersOf("*.tuns.example.test"))
                .singleElement()
                .extracting(order -> order.proved)
                .isEqualTo("dns-01");
        // the record is taken away again
        soon().untilAsserted(() ->
                assertThat(
                                authority.checks.problem(
                                        "dns-01", "tuns.example.test", "token", "answer"))
                        .isEqualTo("no such text at _acme-challenge.tuns.example.test."));
        assertThat(authority.checks.texts("tuns.example.test")).isZero();
    }

    @Test
    void aNameServerThatRefusesTheKeyIsNamedInTheProblem() throws IOException {
        AcmeRig rig = start(base64());
        assertThat(rig.run("root1", "whoami")).contains("admin");

        soon().untilAsserted(() ->
                assertThat(rig.run("root1", "certs", "show", "'*.tuns.example.test'"))
                        .contains("name server 127.0.0.1:" + port)
                        .contains("_acme-challenge.tuns.example.test"));
    }
}
