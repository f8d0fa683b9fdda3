package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.tunnels.live.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tunnels side by side under one name, with two OpenSSH clients and curl. */
class GroupIT {

    private static final String HOST = "alice-web.tuns.localhost";

    @TempDir private static Path folder;
    private static TunnelRig rig;
    private WebBackend other;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "curl");
        rig = new TunnelRig(folder);
    }

    @BeforeEach
    void open() throws IOException {
        other = new WebBackend("other");
    }

    @AfterEach
    void reset() throws IOException {
        other.close();
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    @Test
    void visitorsAreSpreadAmongTheMembers() {
        join(rig.web.place(), "+group=blue", 1);
        join(other.place(), "+group=blue", 2);

        assertThat(gets(10)).containsOnly("hello", "other");
        assertThat(gets(10).stream().filter("hello"::equals)).hasSize(5);
    }

    @Test
    void aCookieKeepsAVisitorWithOneMember() {
        join(rig.web.place(), "+group=blue+sticky=on", 1);
        join(other.place(), "+group=blue+sticky=on", 2);
        String jar = folder.resolve("jar-" + System.nanoTime()).toString();

        String first = curl("-c", jar, "/");

        for (int i = 0; i < 4; i++) {
            assertThat(curl("-b", jar, "/")).isEqualTo(first);
        }
    }

    @Test
    void aBackendThatIsKilledFailsNoRequest() {
        join(rig.web.place(), "+group=blue", 1);
        join(other.place(), "+group=blue", 2);
        assertThat(gets(4)).contains("hello", "other");

        other.close();

        assertThat(gets(20)).containsOnly("hello");
    }

    @Test
    void aClientThatIsKilledFailsNoGet() throws IOException {
        try (var mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var doomed = join("127.0.0.1:" + mute.getLocalPort(), "+group=blue", 1);
            var waiting = start("/");
            Awaitility.await()
                    .until(() ->
                            rig.warren.tunnels().all().iterator().next().streams().count() == 1);
            join(rig.web.place(), "+group=blue", 2);

            doomed.kill();

            assertThat(waiting.awaitEnd()).isZero();
            assertThat(waiting.output()).isEqualTo("hello");
            assertThat(gets(10)).containsOnly("hello");
        }
    }

    @Test
    void aMemberThatIsNotWellGetsNoTurnsUntilItIs() {
        other.isWell = false;
        join(rig.web.place(), "+group=blue+health=/health,1s", 1);
        join(other.place(), "+group=blue+health=/health,1s", 2);

        awaitHealth(Health.State.UP, Health.State.DOWN);
        assertThat(gets(10)).containsOnly("hello");

        other.isWell = true;
        awaitHealth(Health.State.UP, Health.State.UP);
        assertThat(gets(10)).containsOnly("hello", "other");
    }

    @Test
    void aTunnelAloneServesOnAndItsOwnerIsTold() {
        rig.web.isWell = false;
        var client =
                rig.clients.ssh(
                        "alice",
                        "-R",
                        "web:80:" + rig.web.place(),
                        at("alice"),
                        "health=/health?deep=1,1s");

        client.await("health check failed: it answered 500");
        assertThat(gets(2)).containsOnly("hello");
        rig.web.isWell = true;
        client.await("its server is well again");
    }

    private static void awaitHealth(Health.State... states) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(rig.warren.tunnels().all())
                                .extracting(tunnel -> tunnel.health().state())
                                .containsExactlyInAnyOrder(states));
    }

    @Test
    void aTunnelWithoutAGroupTakesTheNameOver() {
        join(rig.web.place(), "+group=blue", 1);
        join(rig.web.place(), "+group=blue", 2);

        rig.clients
                .ssh("alice", "-R", "web:80:" + other.place(), at("alice"))
                .await("HTTP: http://" + HOST);

        Awaitility.await().until(() -> rig.warren.tunnels().all().size() == 1);
        assertThat(gets(4)).containsOnly("other");
    }

    private Clients.Running join(String place, String options, int tunnels) {
        var client = rig.clients.ssh("alice", "-N", "-R", "web:80:" + place, at("alice" + options));
        Awaitility.await().until(() -> rig.warren.tunnels().all().size() == tunnels);
        return client;
    }

    /** What so many requests on one connection get, after their status was looked at. */
    private List<String> gets(int count) {
        String[] lines = curl("-w", " %{http_code}\n", "/?[1-" + count + "]").split("\n", -1);
        List<String> answers = Arrays.stream(lines).filter(line -> !line.isEmpty()).toList();
        assertThat(answers).hasSize(count).allMatch(line -> line.endsWith(" 200"));
        return answers.stream().map(line -> line.substring(0, line.length() - 4)).toList();
    }

    private static Clients.Running start(String... words) {
        List<String> command =
                new ArrayList<>(List.of("curl", "-s", "-m", "20", "-H", "Host: " + HOST));
        command.addAll(List.of(words).subList(0, words.length - 1));
        command.add("http://127.0.0.1:" + rig.warren.httpPort() + words[words.length - 1]);
        return rig.clients.start(command.toArray(String[]::new));
    }

    /** What {@code curl} gets; the last word is the path. */
    private static String curl(String... words) {
        var client = start(words);
        assertThat(client.awaitEnd()).isZero();
        return client.output();
    }
}
