package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private aliases, reached with {@code ssh -J}, {@code -W} and {@code -L}. */
class AliasIT {

    @TempDir private static Path folder;
    private static TunnelRig rig;
    private static TcpBackend echo;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen");
        rig = new TunnelRig(folder);
        echo = TcpBackend.echo();
    }

    @AfterEach
    void reset() throws IOException {
        rig.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
        echo.close();
    }

    @Test
    void theOwnerReachesAnAliasThroughStandardInputAndOutput() {
        share("box:7:" + echo.place());

        assertThat(through("alice", "box:7", "ping\n")).isEqualTo("ping\n");
        assertThat(through("alice", "alice-box:7", "pong\n")).isEqualTo("pong\n");
    }

    @Test
    void anotherMachineIsReachedByJumping() throws IOException {
        try (SshServer box = sshServer()) {
            share("box:22:127.0.0.1:" + box.getPort());
            String proxy =
                    "ssh %s -W %%h:%%p alice@127.0.0.1"
                            .formatted(String.join(" ", rig.clients.options("alice")));

            Clients.Running jump =
                    rig.clients.start(
                            "ssh",
                            "-F",
                            "none",
                            "-o",
                            "UserKnownHostsFile=/dev/null",
                            "-o",
                            "StrictHostKeyChecking=no",
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "ProxyCommand=" + proxy,
                            "-i",
                            rig.clients.key("alice").toString(),
                            "root@box",
                            "hostname");

            assertThat(jump.awaitEnd()).isZero();
            assertThat(jump.output()).contains("you said: hostname");
        }
    }

    @Test
    void jumpingWorksWithTheOptionOfThatName() throws IOException {
        try (SshServer box = sshServer()) {
            share("box:22:127.0.0.1:" + box.getPort());
            Path config = folder.resolve("config");
            Files.writeString(
                    config,
                    """
                    Host *
                      IdentityFile %s
                      UserKnownHostsFile /dev/null
                      StrictHostKeyChecking no
                      BatchMode yes
                    Host gate
                      HostName 127.0.0.1
                      Port %d
                      User alice
                    """
                            .formatted(rig.clients.key("alice"), rig.warren.sshPort()));

            Clients.Running jump =
                    rig.clients.start(
                            "ssh", "-F", config.toString(), "-J", "gate", "root@box", "uptime");

            assertThat(jump.awaitEnd()).isZero();
            assertThat(jump.output()).contains("you said: uptime");
        }
    }

    @Test
    void aLocalPortLeadsToAnAliasAndToAWebTunnel() throws IOException {
        share("box:7:" + echo.place());
        rig.clients.ssh("alice", "-R", "web:80:" + rig.web.place(), at("alice")).await("HTTP: ");
        int toBox = freePort();
        int toWeb = freePort();

        rig.clients.ssh(
                "alice", "-N", "-L", toBox + ":box:7", "-L", toWeb + ":web:80", at("alice"));

        await().ignoreExceptionsInstanceOf(ConnectException.class).until(() -> echoes(toBox));
        try (var visitor = new Visitor(toWeb)) {
            assertThat(visitor.get("anything", "/").body()).isEqualTo("hello");
        }
    }

    @Test
    void whatDoesNotExistIsRefusedAndTheConnectionLivesOn() throws IOException {
        share("box:7:" + echo.place());
        int wrong = freePort();
        int right = freePort();
        Clients.Running client =
                rig.clients.ssh(
                        "alice",
                        "-N",
                        "-L",
                        wrong + ":127.0.0.1:22",
                        "-L",
                        right + ":box:7",
                        at("alice"));
        await().ignoreExceptionsInstanceOf(ConnectException.class).until(() -> echoes(right));

        try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), wrong)) {
            visitor.setSoTimeout(10_000);
            assertThat(visitor.getInputStream().read()).isNegative();
        }

        client.await("administratively prohibited");
        assertThat(client.isAlive()).as(client.output()).isTrue();
        assertThat(echoes(right)).isTrue();
    }

    @Test
    void othersComeInOnlyWhenTheirKeyIsNamed() {
        Clients.Running owner = share("box:7:" + echo.place());
        Clients.Running refused = rig.clients.ssh("bob", "-W", "alice-box:7", at("bob"));
        refused.await("no tunnel that you may reach");
        owner.kill();
        await().until(() -> rig.warren.tunnels().all().isEmpty());

        Clients.Running fingerprint =
                rig.clients.start(
                        "ssh-keygen", "-l", "-E", "sha256", "-f", rig.clients.key("bob") + ".pub");
        String bob = fingerprint.await("(SHA256:\\S+)");
        rig.clients
                .ssh(
                        "alice",
                        "-R",
                        "box:7:" + echo.place(),
                        at("alice"),
                        "tcp-aliases-allowed-users=" + bob)
                .await("TCP Alias: box:7");

        await().untilAsserted(
                        () -> assertThat(through("bob", "alice-box:7", "hi\n")).isEqualTo("hi\n"));
        rig.clients
                .ssh("carol", "-W", "alice-box:7", at("carol"))
                .await("no tunnel that you may reach");
    }

    @Test
    void anOptionTurnsAWebTunnelPrivate() {
        Clients.Running client =
                rig.clients.ssh(
                        "alice", "-R", "web:80:" + rig.web.place(), at("alice"), "tcp-alias=true");

        client.await("TCP Alias: web:80");

        assertThat(rig.visitor.get("alice-web.tuns.localhost", "/").statusCode()).isEqualTo(404);
        assertThat(through("alice", "web:80", "GET / HTTP/1.0\r\n\r\n")).contains("200 OK");
    }

    @Test
    void optionsInTheLoginNameWorkWithoutASession() {
        rig.clients.ssh(
                "alice",
                "-N",
                "-R",
                "web:80:" + rig.web.place(),
                "alice+tcp-alias=on+note=demo@127.0.0.1");
        await().until(() -> rig.warren.tunnels().all().size() == 1);

        Clients.Running list = rig.clients.ssh("alice", at("alice"), "tunnels", "ls", "--json");

        assertThat(list.awaitEnd()).isZero();
        assertThat(list.output()).contains("\"alias\"", "\"web:80\"", "\"demo\"");
    }

    private Clients.Running share(String forward) {
        Clients.Running client = rig.clients.ssh("alice", "-R", forward, at("alice"));
        client.await("TCP Alias: " + forward.substring(0, forward.indexOf(":127")));
        return client;
    }

    private String through(String user, String target, String text) {
        Clients.Running client =
                rig.clients.ssh(user, "-o", "LogLevel=ERROR", "-W", target, at(user));
        client.send(text);
        client.closeInput();
        client.awaitEnd();
        return client.output();
    }

    private static boolean echoes(int port) throws IOException {
        try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), port)) {
            visitor.setSoTimeout(10_000);
            visitor.getOutputStream().write(3);
            return visitor.getInputStream().read() == 3;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private SshServer sshServer() throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(
                new SimpleGeneratorHostKeyProvider(folder.resolve("box-host-key")));
        server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
        server.setCommandFactory((channel, command) ->
                new AbstractCommandSupport(command, null) {
                    @Override
                    public void run() {
                        try {
                            getOutputStream()
                                    .write(("you said: " + command + "\n").getBytes(UTF_8));
                            getOutputStream().flush();
                            onExit(0);
                        } catch (IOException e) {
                            onExit(1);
                        }
                    }
                });
        server.start();
        return server;
    }
}
