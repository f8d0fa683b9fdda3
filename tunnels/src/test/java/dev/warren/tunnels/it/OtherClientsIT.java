package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tunnels with what people use besides plain {@code ssh}. */
class OtherClientsIT {

    private static final String HOST = "alice-web.tuns.localhost";
    private static final String OTHER_HOST = "alice-other.tuns.localhost";

    @TempDir private static Path folder;
    private static TunnelRig rig;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen");
        // autossh opens the ports that it asks the server for on its own machine too
        rig = new TunnelRig(folder, "warren.tunnels.tcp-address", "127.0.0.2");
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
    void autosshComesBackAfterItsClientIsKilled() {
        Clients.require("autossh");
        Clients.Running autossh =
                autossh("-M", "0", "-N", "-R", "web:80:" + rig.web.place(), at("alice"));
        awaitServed(HOST);
        var first = rig.warren.tunnels().all().iterator().next();

        ProcessHandle.of(autossh.pid())
                .orElseThrow()
                .children()
                .forEach(ProcessHandle::destroyForcibly);

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        rig.warren.tunnels().all().stream()
                                .anyMatch(tunnel -> tunnel.id() > first.id()));
        awaitServed(HOST);
    }

    @Test
    void autosshWithMonitoringPortsKeepsItsConnection() {
        Clients.require("autossh");
        autossh("-M", "23456", "-N", "-R", "web:80:" + rig.web.place(), at("alice"));

        awaitServed(HOST);

        // the echo that it sends itself goes out by -L, through the server, and back by -R
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        rig.warren.tunnels().all().stream()
                                .anyMatch(tunnel ->
                                        tunnel.key().bindPort() == 23_456
                                                && tunnel.streams().bytesToVisitors()
                                                                + tunnel.streams()
                                                                        .bytesFromVisitors()
                                                        > 0));
        assertThat(rig.warren.tunnels().all()).hasSize(2);
    }

    @Test
    void dropbearServesSeveralForwards() {
        Clients.require("dbclient", "dropbearconvert");
        Path key = folder.resolve("dropbear-key");
        assertThat(
                        rig.clients
                                .start(
                                        "dropbearconvert",
                                        "openssh",
                                        "dropbear",
                                        rig.clients.key("alice").toString(),
                                        key.toString())
                                .awaitEnd())
                .isZero();
        rig.clients.start(
                "dbclient",
                "-y",
                "-y",
                "-i",
                key.toString(),
                "-p",
                Integer.toString(rig.warren.sshPort()),
                "-N",
                "-R",
                "web:80:" + rig.web.place(),
                "-R",
                "other:80:" + rig.web.place(),
                at("alice"));

        awaitServed(HOST);
        awaitServed(OTHER_HOST);
        // its window is 24 KiB, so this takes many turns
        assertThat(rig.visitor.get(HOST, "/bytes/3000000").body()).hasSizeGreaterThan(1_000_000);
        assertThat(
                        rig.visitor
                                .post(
                                        HOST,
                                        "/digest",
                                        () -> new ByteArrayInputStream(new byte[3_000_000]))
                                .body())
                .isEqualTo(digestOfZeros(3_000_000));
    }

    @Test
    void plinkServes() {
        Clients.require("plink", "puttygen", "ssh-keyscan");
        Path key = folder.resolve("putty-key.ppk");
        assertThat(
                        rig.clients
                                .start(
                                        "puttygen",
                                        rig.clients.key("alice").toString(),
                                        "-o",
                                        key.toString(),
                                        "-O",
                                        "private")
                                .awaitEnd())
                .isZero();
        Clients.Running plink =
                rig.clients.start(
                        "plink",
                        "-batch",
                        "-ssh",
                        "-P",
                        Integer.toString(rig.warren.sshPort()),
                        "-hostkey",
                        hostKey(),
                        "-i",
                        key.toString(),
                        "-R",
                        "web:80:" + rig.web.place(),
                        at("alice"));

        plink.await("HTTP: http://" + HOST);

        awaitServed(HOST);
    }

    private String hostKey() {
        Clients.Running scan =
                rig.clients.start(
                        "sh",
                        "-c",
                        "ssh-keyscan -t ed25519 -p %d 127.0.0.1 2>/dev/null | ssh-keygen -lf -"
                                .formatted(rig.warren.sshPort()));
        return scan.await("(SHA256:\\S+)");
    }

    private Clients.Running autossh(String... words) {
        List<String> command = new ArrayList<>(List.of("autossh"));
        command.addAll(List.of(words).subList(0, 2));
        command.addAll(rig.clients.options("alice"));
        command.addAll(List.of(words).subList(2, words.length));
        return rig.clients.start(
                Map.of("AUTOSSH_GATETIME", "0", "AUTOSSH_POLL", "5", "AUTOSSH_FIRST_POLL", "1"),
                command.toArray(String[]::new));
    }

    private void awaitServed(String host) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> rig.visitor.get(host, "/").body().equals("hello"));
    }

    private static String digestOfZeros(int count) {
        try {
            return WebBackend.digest(new ByteArrayInputStream(new byte[count]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
