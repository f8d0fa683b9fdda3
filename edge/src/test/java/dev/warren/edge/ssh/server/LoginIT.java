package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.warren.core.Registration;
import dev.warren.core.people.AccountName;
import dev.warren.core.people.PublicKeyText;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logging in with the real OpenSSH client. */
class LoginIT {

    @TempDir Path folder;
    private DoorRig door;
    private Clients clients;

    @BeforeEach
    void open() throws IOException {
        Clients.require("ssh", "ssh-keygen");
        open(DoorRig.with());
    }

    private void open(DoorRig.Parts parts) throws IOException {
        door = parts.command(Echo.command()).start(folder);
        clients = new Clients(folder, door.port());
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static AccountName name(String name) {
        return new AccountName(name);
    }

    @Test
    void registersUnknownKeyUnderItsLoginNameOrAnother() {
        var first = clients.ssh(clients.key("a"), "carol", "echo");
        var second = clients.ssh(clients.key("b"), "carol", "echo");

        assertThat(first.out()).as(first.err()).contains("account: carol");
        assertThat(second.status()).isZero();
        assertThat(second.out()).contains("account: guest");
        assertThat(door.counted("warren.ssh.logins", "outcome", "registered")).isEqualTo(2);
    }

    @Test
    void letsAllIntoOneAccountThatComeWithANewKeyAtOnce() {
        Path key = clients.key("a");

        List<CompletableFuture<Clients.Result>> all =
                Stream.generate(() ->
                                CompletableFuture.supplyAsync(
                                        () -> clients.ssh(key, "carol", "echo"),
                                        Thread::startVirtualThread))
                        .limit(8)
                        .toList();

        assertThat(all).allSatisfy(one -> assertThat(one.join().out()).contains("account: carol"));
    }

    @Test
    void saysBeforeTheSessionWhatIsWrongWithTheLoginNamesOptions() {
        var result = clients.ssh(clients.key("a"), "carol+note=x+bad=1", "echo");

        assertThat(result.out()).contains("account: carol");
        assertThat(result.err()).contains("warren: bad=1: unknown option");
    }

    @Test
    void prefersTheKnownKeyToTheUnknownOneBeforeIt() throws IOException {
        Path unknown = clients.key("unknown");
        Path known = clients.key("known");
        door.people.add("carol", Clients.publicKey(known));

        var result =
                clients.run(clients.sshCommand(List.of(unknown, known), "dave", List.of(), "echo"));

        assertThat(result.out()).contains("account: carol");
        assertThat(door.people.account(name("dave"))).isEmpty();
    }

    @Test
    void registersOnceWhenNoneOfSeveralKeysIsKnown() {
        var result =
                clients.run(
                        clients.sshCommand(
                                List.of(clients.key("a"), clients.key("b"), clients.key("c")),
                                "dave",
                                List.of(),
                                "echo"));

        assertThat(result.out()).contains("account: dave");
        assertThat(door.counted("warren.ssh.logins", "outcome", "registered")).isEqualTo(1);
    }

    @Test
    void tellsUnknownKeyThatRegistrationIsClosed() {
        door.people.registration(Registration.CLOSED);

        var result = clients.ssh(clients.key("a"), "carol", "echo");

        assertThat(result.status()).isEqualTo(255);
        assertThat(result.err())
                .contains("registration is closed")
                .contains("Permission denied (publickey)");
        assertThat(door.people.account(name("carol"))).isEmpty();
    }

    @Test
    void registersWithInviteCodeOnly() throws IOException {
        var admin = door.people.add("root1", Clients.publicKey(clients.key("admin")));
        String code = door.people.invites().create(admin).code();
        door.people.registration(Registration.INVITE);
        Path key = clients.key("a");

        var without = clients.ssh(key, "carol", "echo");
        var wrong = clients.ssh(key, "carol+invite=nonsense", "echo");
        var right = clients.ssh(key, "carol+invite=" + code + "+note=x", "echo");

        assertThat(without.err()).contains("+invite=CODE@HOST");
        assertThat(wrong.err()).contains("invite code is wrong");
        assertThat(right.out()).contains("account: carol").contains("options: note=x");
    }

    @Test
    void refusesSuspendedAccountInWordsAndClosesItsConnections() throws IOException {
        door.people.add("root1", Clients.publicKey(clients.key("admin")));
        Path key = clients.key("a");
        var carol = door.people.add("carol", Clients.publicKey(key));
        try (var live = clients.start(clients.sshCommand(List.of(key), "carol", List.of("-N")))) {
            await().until(() -> door.connections.count() == 1);
            var admin = door.people.account(name("root1")).orElseThrow();
            door.people.administration().suspend(admin, carol.name());
            door.suspended(carol);

            assertThat(live.await().err()).contains("the account is suspended");
        }
        assertThat(clients.ssh(key, "carol", "echo").err()).contains("is suspended");
    }

    @ParameterizedTest
    @CsvSource({"ecdsa,256", "ecdsa,521", "rsa,3072"})
    void acceptsOtherKeyTypes(String type, String bits) {
        Path key = clients.key("k", "-t", type, "-b", bits);

        assertThat(clients.ssh(key, "carol", "echo").out()).contains("account: carol");
    }

    @Test
    void refusesRsaWithSha1AndPasswords() {
        Path key = clients.key("k", "-t", "rsa", "-b", "2048");
        var sha1 =
                clients.run(
                        clients.sshCommand(
                                List.of(key),
                                "carol",
                                List.of("-o", "PubkeyAcceptedAlgorithms=ssh-rsa"),
                                "echo"));

        assertThat(sha1.status()).isEqualTo(255);
        assertThat(sha1.err()).contains("(publickey)").doesNotContain("password");
    }

    @Test
    void agreesOnPostQuantumKeysAesGcmAndStrictOrder() {
        var result =
                clients.run(
                        clients.sshCommand(
                                List.of(clients.key("k")),
                                "carol",
                                List.of("-vvv", "-o", "LogLevel=DEBUG3"),
                                "echo"));

        assertThat(result.err())
                .contains("kex: algorithm: sntrup761x25519-sha512")
                .contains("cipher: aes128-gcm@openssh.com")
                .contains("kex-strict-s-v00@openssh.com")
                .containsPattern("server-sig-algs=<[^>]*ssh-ed25519[^>]*rsa-sha2-512");
    }

    @Test
    void turnsAwayAddressThatFailsTooOften() throws IOException {
        door.close();
        open(DoorRig.with().setting("login-failures", 2));
        door.people.registration(Registration.CLOSED);
        Path key = clients.key("k");

        clients.ssh(key, "carol", "echo");
        clients.ssh(key, "carol", "echo");
        var third = clients.ssh(key, "carol", "echo");

        assertThat(third.err()).contains("too many failed log-ins from your address");
        assertThat(door.counted("warren.ssh.refused", "reason", "throttled")).isEqualTo(1);
    }

    @Test
    void closesConnectionThatDoesNotLogInInTime() throws IOException {
        door.close();
        open(DoorRig.with().setting("login-grace-time", "1s"));
        try (Socket silent = new Socket("127.0.0.1", door.port())) {
            silent.setSoTimeout((int) Duration.ofSeconds(10).toMillis());

            byte[] all = silent.getInputStream().readAllBytes();

            assertThat(new String(all, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .startsWith("SSH-2.0-Warren");
        }
        assertThat(door.counted("warren.ssh.refused", "reason", "grace-time")).isEqualTo(1);
    }

    @Test
    void limitsConnectionsOfOneAddress() throws IOException {
        door.close();
        open(DoorRig.with().setting("max-connections-per-address", 1));
        Path key = clients.key("k");
        try (var first = clients.start(clients.sshCommand(List.of(key), "carol", List.of("-N")))) {
            await().until(() -> door.connections.count() == 1);

            var second = clients.ssh(key, "carol", "echo");

            assertThat(first.process.isAlive()).isTrue();
            assertThat(second.err()).contains("your address has as many connections as it may");
        }
        await().untilAsserted(
                        () -> assertThat(clients.ssh(key, "carol", "echo").status()).isZero());
    }

    @Test
    void closesConnectionOfStoppedClient() throws Exception {
        door.close();
        open(DoorRig.with().setting("keepalive-interval", "200ms").setting("keepalive-count", 2));
        Path key = clients.key("k");
        try (var client = clients.start(clients.sshCommand(List.of(key), "carol", List.of("-N")))) {
            await().until(() -> door.connections.count() == 1);
            await().during(Duration.ofSeconds(1)).until(() -> door.connections.count() == 1);

            clients.run(List.of("kill", "-STOP", Long.toString(client.process.pid())));

            await().until(() -> door.connections.count() == 0);
        }
    }

    @Test
    void admitsCertificateOfTheAccountsAuthority() throws IOException {
        var signer = new Signer();

        var result = clients.ssh(signer.certified("carol"), "carol", "echo");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("account: carol");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "carol | -V | -2d:-1d | not valid now",
                "carol | -V | +1d:+2d | not valid now",
                "mallory | -V | -1d:+1d | principals",
                "carol | -O | source-address=192.0.2.0/24 | not",
                "carol | -O | critical:strange@example.org=x | not"
            })
    void refusesCertificateThatIsNotForNowHereOrThisAccount(
            String principal, String flag, String value, String sentence) throws IOException {
        door.people.registration(Registration.CLOSED);
        var signer = new Signer();

        var result = clients.ssh(signer.certified(principal, flag, value), "carol", "echo");

        assertThat(result.status()).isEqualTo(255);
        assertThat(result.err()).contains("certificate").contains(sentence);
    }

    @Test
    void admitsCertificateFromItsSourceAddressAndForcesItsCommand() throws IOException {
        var signer = new Signer();
        Path key =
                signer.certified(
                        "carol",
                        "-O",
                        "source-address=127.0.0.0/8",
                        "-O",
                        "force-command=echo forced");

        var result = clients.ssh(key, "carol", "echo", "mine");

        assertThat(result.out()).contains("words:   forced").doesNotContain("mine");
    }

    @Test
    void refusesCertificateWhoseSignatureIsForged() throws IOException {
        door.people.registration(Registration.CLOSED);
        var signer = new Signer();
        Path key = signer.certified("carol");
        Path file = Path.of(key + "-cert.pub");
        String[] words = java.nio.file.Files.readString(file).strip().split(" ");
        byte[] blob = java.util.Base64.getDecoder().decode(words[1]);
        blob[blob.length - 5] ^= 1;
        words[1] = java.util.Base64.getEncoder().encodeToString(blob);
        java.nio.file.Files.writeString(file, String.join(" ", words) + "\n");

        assertThat(clients.ssh(key, "carol", "echo").status()).isEqualTo(255);
    }

    @Test
    void refusesCertificateOfStrangeAuthority() throws IOException {
        door.people.registration(Registration.CLOSED);
        var signer = new Signer();
        Path stranger = clients.key("stranger");
        Path key = clients.key("victim");
        sign(stranger, key, "carol");

        var result = clients.ssh(key, "carol", "echo");

        assertThat(signer.authority).exists();
        assertThat(result.status()).isEqualTo(255);
        assertThat(result.err()).contains("signer");
    }

    @Test
    void admitsCertificateOfTheServersAuthorityForEveryAccount() throws IOException {
        door.close();
        Path authority = new Clients(folder, 0).key("site-ca");
        open(DoorRig.with().setting("user-ca", authority + ".pub"));
        door.people.add("carol", Clients.publicKey(clients.key("other")));
        Path key = clients.key("certified");
        sign(authority, key, "carol");

        assertThat(clients.ssh(key, "carol", "echo").out()).contains("account: carol");
        assertThat(clients.ssh(key, "nobody", "echo").out()).doesNotContain("account: carol");
    }

    private void sign(Path authority, Path key, String principal, String... options) {
        var command =
                new java.util.ArrayList<>(
                        List.of("ssh-keygen", "-q", "-s", authority.toString(), "-I", "id"));
        command.addAll(List.of("-n", principal));
        command.addAll(List.of(options));
        command.add(key + ".pub");
        var result = clients.run(command);
        assertThat(result.status()).as(result.err()).isZero();
    }

    /** The account carol, with an authority that signs for it. */
    private final class Signer {
        final Path authority = clients.key("ca");

        Signer() throws IOException {
            var carol = door.people.add("carol", Clients.publicKey(clients.key("own")));
            PublicKeyText key = Clients.publicKey(authority);
            door.people.keys().add(carol, new PublicKeyText(key.type(), key.base64(), "ca", true));
            assertThat(Optional.of(carol.name())).contains(name("carol"));
        }

        Path certified(String principal, String... options) {
            Path key = clients.key("certified");
            sign(authority, key, principal, options);
            return key;
        }
    }
}
