package dev.warren.edge.ssh.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.WarrenProperties;
import dev.warren.core.audit.AuditEntry;
import dev.warren.core.audit.AuditLog;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.people.AccountName;
import dev.warren.edge.net.FrontDoor;
import dev.warren.edge.ssh.server.Clients;
import dev.warren.edge.ssh.server.DoorRig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The commands about people, as a user types them. */
class PeopleCommandsIT {

    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    @TempDir Path folder;
    private final Log log = new Log();
    private DoorRig door;
    private Clients clients;
    private Path admin;
    private Path user;

    @BeforeEach
    void open() throws IOException {
        Clients.require("ssh", "scp", "ssh-keygen");
        MemoryBudgets budgets = new MemoryBudgets(DataSize.ofMegabytes(64));
        budgets.module("tunnels", DataSize.ofMegabytes(32), "warren.tunnels.memory");
        FrontDoor http =
                new FrontDoor() {
                    @Override
                    public String name() {
                        return "http";
                    }

                    @Override
                    public Optional<InetSocketAddress> address() {
                        return Optional.of(new InetSocketAddress("127.0.0.1", 8081));
                    }
                };
        var link =
                new ConsoleLink(
                        null,
                        new WarrenProperties(folder, "localhost", null, null),
                        () -> Stream.of(http));
        DoorRig.Parts parts = DoorRig.with();
        parts.commands(rig ->
                List.of(
                        PeopleCommands.whoami(rig.people),
                        PeopleCommands.keys(rig.people),
                        PeopleCommands.token(rig.people),
                        PeopleCommands.login(rig.people, link),
                        PeopleCommands.invite(rig.people),
                        PeopleCommands.status(budgets, rig.connections, List.of(http)::stream),
                        PeopleCommands.admin(rig.people, rig.connections, budgets, log)));
        parts.drops(rig -> List.of(new KeysDrop(rig.people)));
        door = parts.start(folder);
        clients = new Clients(folder, door.port());
        admin = clients.key("admin");
        user = clients.key("user");
        door.people.add("root1", Clients.publicKey(admin));
        door.people.add("alice", Clients.publicKey(user));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Clients.Result alice(String... words) {
        return clients.ssh(user, "alice", words);
    }

    private Clients.Result root(String... words) {
        return clients.ssh(admin, "root1", words);
    }

    @Test
    void tellsWhoIAm() {
        assertThat(alice("whoami").out())
                .contains("name:    alice")
                .contains("key:     SHA256:")
                .contains("address: 127.0.0.1");
        assertThat(root("whoami", "--json").out())
                .startsWith("{\"name\":\"root1\",\"roles\":[\"admin\",\"user\"],\"email\":null");
    }

    @Test
    void addsListsAndRemovesKeys() {
        var added = alice("keys", "add", KEY, "laptop");
        var twice = alice("keys", "add", KEY);
        var weak = alice("keys", "add", "ssh-dss", "AAAA");
        var fromInput =
                clients.run(
                        clients.sshCommand(List.of(user), "alice", List.of("-T"), "keys", "add"),
                        "# nothing\n");
        String fingerprint = added.out().strip().split(" ")[1];

        assertThat(added.status()).as(added.err()).isZero();
        assertThat(twice.status()).isEqualTo(1);
        assertThat(weak.status()).isEqualTo(1);
        assertThat(fromInput.err()).contains("there are 0 keys");
        assertThat(alice("keys", "ls").out()).contains(fingerprint).contains("laptop");
        assertThat(alice("keys", "rm", fingerprint).status()).isZero();
        assertThat(alice("keys", "ls").out()).doesNotContain(fingerprint);
        assertThat(alice("keys").status()).isEqualTo(2);
    }

    @Test
    void showsATokensSecretOnce() {
        var created = alice("token", "create", "laptop");

        assertThat(created.out().strip()).isNotEmpty();
        assertThat(alice("token", "ls").out())
                .contains("laptop")
                .doesNotContain(created.out().strip());
        assertThat(alice("token", "rm", "laptop").status()).isZero();
        assertThat(alice("token", "rm", "laptop").status()).isEqualTo(1);
    }

    @Test
    void printsALoginLinkThatWorksOnce() {
        String link = alice("login").out().strip();

        assertThat(link).startsWith("http://localhost:8081/login?code=");
        String code = link.substring(link.indexOf('=') + 1);
        assertThat(door.people.redeemLoginCode(code)).isPresent();
        assertThat(door.people.redeemLoginCode(code)).isEmpty();
    }

    @Test
    void showsStatus() {
        var plain = alice("status");
        var json = alice("status", "--json");

        assertThat(plain.status()).as(plain.err()).isZero();
        assertThat(plain.out())
                .contains("health:")
                .contains("good")
                .containsPattern("tunnels +0 B +32.0 MiB +0");
        assertThat(json.out()).contains("\"budget\":\"tunnels\",\"used\":0,\"limit\":33554432");
    }

    @Test
    void keepsAdminCommandsFromUsers() {
        var refused = alice("admin", "users");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no command 'admin'");
        assertThat(alice("help").out()).doesNotContain("administer");
        assertThat(root("admin", "users").out()).contains("alice").contains("root1");
    }

    @Test
    void suspendsAndResumesAndDisconnects() {
        var suspended = root("admin", "suspend", "alice");
        var locked = alice("whoami");
        root("admin", "resume", "alice");

        assertThat(suspended.out()).isEqualTo("alice is suspended\n");
        assertThat(locked.status()).isEqualTo(255);
        assertThat(locked.err()).contains("suspended");
        assertThat(alice("whoami").status()).isZero();
        assertThat(root("admin", "disconnect", "alice").out()).contains("had 0 connections");
        assertThat(root("admin", "suspend", "nobody").err()).contains("no");
        assertThat(log.entries).hasSize(1);
        assertThat(root("admin", "audit").out()).contains("connections.close");
        assertThat(root("admin", "audit", "-n", "0").status()).isEqualTo(1);
    }

    @Test
    void addsKeysThatAreCopied() throws IOException {
        Path other = clients.key("other");
        assertThat(scp(Path.of(other + ".pub")).status()).isZero();

        assertThat(clients.ssh(other, "alice", "whoami").out()).contains("name:    alice");
    }

    @Test
    void addsNoneOfAFileWithAMistake() throws IOException {
        Path file =
                Files.writeString(folder.resolve("two.pub"), KEY + "\n\nssh-ed25519 nonsense\n");

        var result = scp(file);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("two.pub:3: the key");
        var alice = door.people.account(new AccountName("alice")).orElseThrow();
        assertThat(door.people.keys().list(alice)).hasSize(1);
    }

    private Clients.Result scp(Path file) {
        List<String> command = new ArrayList<>(List.of("scp"));
        command.addAll(clients.options(user));
        command.addAll(List.of("-P", "" + door.port(), "" + file, "alice@127.0.0.1:keys/"));
        return clients.run(command);
    }

    /** An audit log in memory. */
    private static final class Log implements AuditLog {

        final List<AuditEntry> entries = new ArrayList<>();

        @Override
        public void record(String actor, String action, String subject, String detail) {
            entries.add(
                    new AuditEntry(entries.size(), Instant.EPOCH, actor, action, subject, detail));
        }

        @Override
        public List<AuditEntry> latest(int limit) {
            return entries.reversed();
        }
    }
}
