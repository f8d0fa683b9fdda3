package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.edge.ssh.ForwardRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forward requests and news, with OpenSSH, PuTTY and dropbear. */
class ForwardsIT {

    @TempDir Path folder;
    private DoorRig door;
    private Clients clients;
    private Path key;

    @BeforeEach
    void open() throws IOException {
        Clients.require("ssh", "ssh-keygen");
        door = DoorRig.with().command(Echo.command()).start(folder);
        clients = new Clients(folder, door.port());
        key = clients.key("id");
        door.people.add("alice", Clients.publicKey(key));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Clients.Running forward(List<String> flags, String... words) {
        return clients.start(clients.sshCommand(List.of(key), "alice", flags, words));
    }

    @Test
    void answersFiftyForwardsInOrderWithinASecond() {
        List<String> flags = new ArrayList<>(List.of("-N", "-o", "ExitOnForwardFailure=yes"));
        List<ForwardRequest> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            flags.addAll(List.of("-R", "n" + i + ":80:localhost:3000"));
            expected.add(new ForwardRequest("n" + i, 80));
        }
        try (var client = forward(flags)) {
            await().until(() -> door.connections.count() == 1);
            await().atMost(Duration.ofSeconds(1)).until(() -> door.tunnels.asked.size() == 50);

            assertThat(door.tunnels.asked).isEqualTo(expected);
            await().during(Duration.ofMillis(300)).until(() -> client.process.isAlive());
        }
        await().until(() -> door.tunnels.closed.size() == 1);
    }

    @Test
    void keepsAddressesByteForByteAsTheyWereSent() {
        List<String> flags =
                List.of(
                        "-N",
                        "-R",
                        "MiXed:80:localhost:1",
                        "-R",
                        "*:81:localhost:1",
                        "-R",
                        "82:localhost:1",
                        "-R",
                        "[::1]:83:localhost:1");
        try (var client = forward(flags)) {
            await().until(() -> door.tunnels.asked.size() == 4);

            assertThat(client.process.isAlive()).isTrue();
            assertThat(door.tunnels.asked)
                    .containsExactly(
                            new ForwardRequest("MiXed", 80),
                            new ForwardRequest("", 81),
                            new ForwardRequest("localhost", 82),
                            new ForwardRequest("::1", 83));
        }
    }

    @Test
    void tellsTheClientThePortItGotForPortZero() {
        var command =
                clients.sshCommand(
                        List.of(key),
                        "alice",
                        List.of("-N", "-v", "-o", "LogLevel=INFO", "-R", "0:localhost:3000"));
        try (var client = clients.start(command)) {
            await().until(() -> door.tunnels.asked.size() == 1);
            client.process.destroy();

            assertThat(client.await().err()).contains("Allocated port 40001");
        }
    }

    @Test
    void showsNewsOnTheSessionAsLongAsThereIsATunnel() {
        try (var client = forward(List.of("-T", "-R", "web:80:localhost:3000"))) {
            await().until(() -> client.outSoFar().contains("http://web.tuns.localhost\n"));
            // the input ends here, which a session without a terminal does not mind
            closeInput(client);

            await().during(Duration.ofMillis(500)).until(() -> client.process.isAlive());
        }
    }

    private static void closeInput(Clients.Running client) {
        try {
            client.process.getOutputStream().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void showsNewsAsJsonLines() {
        try (var client = forward(List.of("-R", "web:80:localhost:3000"), "output=json")) {
            await().until(() ->
                    client.outSoFar()
                            .equals(
                                    "{\"event\":\"up\",\"message\":\"http://web.tuns.localhost\",\"name\":\"web\",\"port\":80}\n"));
            assertThat(door.tunnels.options).containsExactly("output=json");
        }
    }

    @Test
    void saysWhyAForwardIsRefusedAndEnds() {
        var result =
                clients.run(
                        clients.sshCommand(
                                List.of(key),
                                "alice",
                                List.of("-T", "-R", "taken:80:localhost:3000")));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("the name taken is somebody else's");
    }

    @Test
    void refusesUnixSocketsInWords() {
        var result =
                clients.run(
                        clients.sshCommand(
                                List.of(key), "alice", List.of("-T", "-R", "/x:localhost:3000")));

        assertThat(result.err()).contains("unix sockets cannot be forwarded here");
    }

    @Test
    void complainsOfOptionsAndShowsTheTunnelAllTheSame() {
        try (var client = forward(List.of("-R", "web:80:localhost:3000"), "bad=1", "note=x")) {
            await().until(() -> client.outSoFar().contains("http://web"));
            client.process.destroy();

            assertThat(client.await().err()).contains("bad=1: unknown option");
        }
    }

    @Test
    void endsTerminalSessionOnControlC() throws IOException {
        try (var client = forward(List.of("-tt", "-R", "web:80:localhost:3000"))) {
            await().until(() -> client.outSoFar().contains("http://web.tuns.localhost\r\n"));

            client.process.getOutputStream().write(3);
            client.process.getOutputStream().flush();

            assertThat(client.await().status()).isZero();
        }
    }

    @Test
    void cancelsOneForwardAndAddsAnotherOnALiveConnection() {
        String socket = folder.resolve("mux").toString();
        try (var master =
                forward(List.of("-M", "-N", "-S", socket, "-R", "web:80:localhost:3000"))) {
            await().until(() -> door.tunnels.asked.size() == 1);
            assertThat(master.process.isAlive()).isTrue();

            var cancel = control(socket, "cancel", "web:80:localhost:3000");
            var again = control(socket, "forward", "web:80:localhost:3000");
            var refused = control(socket, "forward", "taken:80:localhost:3000");

            assertThat(cancel.status()).as(cancel.err()).isZero();
            assertThat(again.status()).as(again.err()).isZero();
            assertThat(refused.status()).isNotZero();
            assertThat(master.process.isAlive()).isTrue();
        }
    }

    private Clients.Result control(String socket, String verb, String forward) {
        return clients.run(
                clients.sshCommand(
                        List.of(key), "alice", List.of("-S", socket, "-O", verb, "-R", forward)));
    }

    @Test
    void refusesUnknownAliasWithoutHurtingTheConnection() {
        var result =
                clients.run(clients.sshCommand(List.of(key), "alice", List.of("-W", "nowhere:22")));

        assertThat(result.status()).isNotZero();
        assertThat(result.err()).contains("there is no alias nowhere");
    }

    @Test
    void servesDropbear() {
        Clients.require("dbclient", "dropbearconvert");
        Path converted = folder.resolve("id.dropbear");
        clients.run(List.of("dropbearconvert", "openssh", "dropbear", "" + key, "" + converted));
        var command =
                List.of(
                        "dbclient",
                        "-y",
                        "-y",
                        "-N",
                        "-i",
                        "" + converted,
                        "-p",
                        "" + door.port(),
                        "-R",
                        "a:80:localhost:1",
                        "-R",
                        "b:80:localhost:1",
                        "alice@127.0.0.1");
        try (var client = clients.start(command)) {
            await().until(() -> door.tunnels.asked.size() == 2);
            await().during(Duration.ofMillis(300)).until(() -> client.process.isAlive());
        }
        var echo =
                clients.run(
                        List.of(
                                "dbclient",
                                "-y",
                                "-y",
                                "-i",
                                "" + converted,
                                "-p",
                                "" + door.port(),
                                "alice@127.0.0.1",
                                "echo hello"));
        assertThat(echo.out()).contains("words:   hello");
    }

    @Test
    void servesPutty() {
        Clients.require("plink", "puttygen");
        Path converted = folder.resolve("id.ppk");
        clients.run(List.of("puttygen", "" + key, "-O", "private", "-o", "" + converted));
        String hostKey =
                clients.run(
                                List.of(
                                        "sh",
                                        "-c",
                                        "ssh-keygen -lf ssh/ssh_host_ed25519_key | cut -d' ' -f2"))
                        .out()
                        .strip();
        var result =
                clients.run(
                        List.of(
                                "plink",
                                "-batch",
                                "-ssh",
                                "-hostkey",
                                hostKey,
                                "-i",
                                "" + converted,
                                "-P",
                                "" + door.port(),
                                "-R",
                                "web:80:localhost:1",
                                "alice@127.0.0.1",
                                "echo hello"));

        assertThat(result.out()).as(result.err()).contains("words:   hello");
        assertThat(door.tunnels.asked).containsExactly(new ForwardRequest("web", 80));
    }
}
