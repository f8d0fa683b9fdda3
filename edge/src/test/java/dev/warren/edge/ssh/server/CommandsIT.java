package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over the real OpenSSH client. */
class CommandsIT {

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

    @Test
    void runsCommandAndShowsItsFields() {
        var result = clients.ssh(key, "alice+note=x", "echo", "'two words'", "three");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        """
                        account: alice
                        options: note=x
                        words:   two words, three
                        """);
    }

    @Test
    void printsJsonWhenAsked() {
        var result = clients.ssh(key, "alice", "echo", "--json", "a");

        assertThat(result.out())
                .isEqualTo("{\"account\":\"alice\",\"options\":[],\"words\":[\"a\"]}\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void aTerminalWithoutATunnelGetsAMenu() throws IOException {
        List<String> command = clients.sshCommand(List.of(key), "alice", List.of("-tt"));

        try (Clients.Running menu = clients.onTerminal(command)) {
            await().until(() -> menu.outSoFar().contains("> echo"));
            menu.type("\r");
            await().until(() -> menu.outSoFar().contains("Press any key to go back."));
            menu.type(" ");
            menu.type("q");

            var result = menu.await();
            assertThat(result.status()).isZero();
            assertThat(result.out())
                    .startsWith("\033[?1049h")
                    .endsWith("\033[?1049l")
                    .contains("You are alice")
                    .contains("$ echo\r\naccount: alice\r\n");
        }
    }

    @Test
    void aTerminalThatCannotBeDrawnOnGetsTheSameInLines() {
        List<String> command = clients.sshCommand(List.of(key), "alice", List.of("-tt"));

        var result = clients.run(command);

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("You are alice", "  echo ").doesNotContain("\033");
    }

    @Test
    void failsWithOneSentenceAndStatusOne() {
        var plain = clients.ssh(key, "alice", "echo", "--fail='it broke'");
        var json = clients.ssh(key, "alice", "echo", "--fail='it broke'", "--json");

        assertThat(plain.status()).isEqualTo(1);
        assertThat(plain.err()).isEqualTo("it broke\n");
        assertThat(json.err()).isEqualTo("{\"error\":\"asked-for\",\"message\":\"it broke\"}\n");
    }

    @Test
    void refusesUnknownCommandWithHelpAndStatusTwo() {
        var plain = clients.ssh(key, "alice", "nonsense");
        var json = clients.ssh(key, "alice", "nonsense", "--json");

        assertThat(plain.status()).isEqualTo(2);
        assertThat(plain.out()).isEmpty();
        assertThat(plain.err()).contains("there is no command 'nonsense'").contains("echo");
        assertThat(json.status()).isEqualTo(2);
        assertThat(json.err()).startsWith("{\"error\":\"unknown-command\"");
    }

    @Test
    void refusesUnknownOptionWithUsageAndStatusTwo() {
        var result = clients.ssh(key, "alice", "echo", "--nonsense=1");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--nonsense").contains("Usage: echo");
    }

    @Test
    void explainsCommands() {
        var list = clients.ssh(key, "alice", "help");
        var one = clients.ssh(key, "alice", "help", "echo");

        assertThat(list.status()).isZero();
        assertThat(list.out()).contains("say the words again").contains("ssh -R");
        assertThat(one.status()).isZero();
        assertThat(one.out()).contains("Usage: echo").contains("--json");
    }

    @Test
    void refusesEmptyHugeAndUnreadableCommands() {
        var empty = clients.ssh(key, "alice", "''");
        var huge = clients.ssh(key, "alice", "echo", "x".repeat(20_000));
        var unclosed = clients.ssh(key, "alice", "echo \"a");

        assertThat(List.of(empty.status(), huge.status(), unclosed.status())).containsOnly(2);
        assertThat(huge.err()).contains("expected: at most 8192");
        assertThat(unclosed.err()).contains("quote");
    }

    @Test
    void runsSeveralSessionsOnOneConnection() {
        Path socket = folder.resolve("mux");
        var master =
                clients.start(
                        clients.sshCommand(
                                List.of(key),
                                "alice",
                                List.of("-M", "-N", "-S", socket.toString())));
        try (master) {
            org.awaitility.Awaitility.await().until(() -> socket.toFile().exists());
            for (int i = 0; i < 10; i++) {
                var result =
                        clients.run(
                                clients.sshCommand(
                                        List.of(key),
                                        "alice",
                                        List.of("-S", socket.toString()),
                                        "echo",
                                        "" + i));
                assertThat(result.out()).contains("words:   " + i);
            }
            assertThat(door.connections.count()).isEqualTo(1);
        }
    }

    @Test
    void welcomesShellWithoutTunnelAndEnds() {
        var result = clients.run(clients.sshCommand(List.of(key), "alice", List.of("-T")), "");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("You are alice (admin)").contains("Open a tunnel");
    }
}
