package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Options that are about TLS: sent to it, or passed through to a server with a certificate of its
 * own.
 */
class TlsOptionsIT {

    private static final String HOST = "alice-web.tuns.localhost";

    @TempDir static Path folder;

    private static TunnelRig rig;
    private static TlsBackend backend;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl", "openssl");
        rig = new TunnelRig(folder, "warren.https.port", "0", "warren.https.address", "127.0.0.1");
        backend = TlsBackend.start(rig.clients, folder, HOST);
    }

    @AfterEach
    void reset() throws IOException {
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        backend.close();
        rig.close();
    }

    private Clients.Running publish(String... words) {
        List<String> command =
                new ArrayList<>(List.of("-R", "web:443:" + backend.place(), at("alice")));
        command.add("sni-proxy=on");
        command.addAll(List.of(words));
        Clients.Running client = rig.clients.ssh("alice", command.toArray(String[]::new));
        client.await("(?m)^TLS: https://" + HOST + ":" + rig.warren.httpsPort());
        return client;
    }

    private Clients.Running curl() {
        String place = HOST + ":" + rig.warren.httpsPort();
        return rig.clients.start(
                "curl",
                "-sS",
                "-m",
                "10",
                "--cacert",
                folder.resolve("backend.crt").toString(),
                "--resolve",
                place + ":127.0.0.1",
                "https://" + place + "/x?y");
    }

    private String fetched() {
        Clients.Running curl = curl();
        assertThat(curl.awaitEnd()).as("curl wrote: %s", curl.output()).isZero();
        return curl.output();
    }

    @Test
    void plainVisitorsAreSentToThePortOfHttps() {
        Clients.Running client =
                rig.clients.ssh(
                        "alice", "-R", "web:80:" + rig.web.place(), at("alice+force-https=on"));
        client.await("HTTPS: https://" + HOST);

        var answer = rig.visitor.get(HOST, "/a?b=c");

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("location"))
                .hasValue("https://" + HOST + ":" + rig.warren.httpsPort() + "/a?b=c");
    }

    @Test
    void aCodeForPhonesIsShownToPeopleAndNotToPrograms() {
        String forward = "web:80:" + rig.web.place();

        rig.clients
                .ssh("alice", "-R", forward, at("alice"), "qr=on")
                .await("(?m)^https://" + HOST + ":\\d+\\n\u2588{20}");

        Clients.Running program =
                rig.clients.ssh(
                        "alice", "-R", forward, at("alice"), "qr=on", "requests=on", "--json");
        program.await("\"event\":\"up\"");
        rig.visitor.get(HOST, "/");
        program.await("\"event\":\"(request|visitor)\"|308");
        assertThat(program.output()).doesNotContain("\u2588").doesNotContain("\"qr\"");
    }

    @Test
    void theServersOwnCertificateReachesTheVisitor() {
        publish();

        assertThat(fetched()).isEqualTo("|GET /x?y HTTP/1.1");
    }

    @Test
    void opensslSeesTheServersCertificateToo() {
        publish();

        Clients.Running openssl =
                rig.clients.start(
                        "sh",
                        "-c",
                        "printf 'GET /s HTTP/1.0\\r\\n\\r\\n' | openssl s_client -quiet"
                                + " -verify_return_error -CAfile backend.crt -servername "
                                + HOST
                                + " -connect 127.0.0.1:"
                                + rig.warren.httpsPort());

        openssl.await("\\|GET /s HTTP/1.0");
    }

    @Test
    void theServerIsToldWhoVisits() {
        publish("proxy-protocol=1");

        assertThat(fetched()).startsWith("PROXY TCP4 127.0.0.1 ").contains("|GET /x?y");
    }

    @Test
    void addressesAreKeptOut() {
        publish("deny-ip=127.0.0.0/8");

        assertThat(curl().awaitEnd()).isNotZero();
    }

    @Test
    void noMoreVisitorsThanTheRateAreLetIn() {
        publish("rate=1/h");

        assertThat(fetched()).isEqualTo("|GET /x?y HTTP/1.1");
        assertThat(curl().awaitEnd()).isNotZero();
    }

    @Test
    void aLogInThatCannotBeAskedForLetsNobodyIn() {
        publish();
        rig.clients
                .ssh(
                        "alice",
                        "-N",
                        "-R",
                        "web:443:" + backend.place(),
                        at("alice+sni-proxy=on+basic-auth=ann:secret"))
                .await("remote port forwarding failed");

        assertThat(fetched()).isEqualTo("|GET /x?y HTTP/1.1");
    }

    @Test
    void theHostIsTheServersOwnAgainWhenTheTunnelIsGone() {
        Clients.Running client = publish();
        client.kill();

        org.awaitility.Awaitility.await().until(() -> rig.warren.tunnels().all().isEmpty());

        // 60: not a certificate that curl was told to trust
        assertThat(curl().awaitEnd()).isEqualTo(60);
    }
}
