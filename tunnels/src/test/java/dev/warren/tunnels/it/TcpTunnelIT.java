package dev.warren.tunnels.it;

import static dev.warren.tunnels.it.Clients.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TCP on ports, with OpenSSH and nc. */
class TcpTunnelIT {

    @TempDir private static Path folder;
    private static TunnelRig rig;
    private static TcpBackend echo;

    @BeforeAll
    static void start() throws IOException {
        Clients.require("ssh", "ssh-keygen", "nc");
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
    void portZeroIsAnsweredWithThePortThatWasOpened() throws IOException {
        Clients.Running client = rig.clients.ssh("alice", "-R", "0:" + echo.place(), at("alice"));

        String told = client.await("Allocated port (\\d+) for remote forward");

        assertThat(client.await("TCP: localhost:(\\d+)")).isEqualTo(told);
        assertEchoes(Integer.parseInt(told));
    }

    @Test
    void theRequestedPortIsOpenedWhateverTheAddressIsCalled() throws IOException {
        rig.clients
                .ssh(
                        "alice",
                        "-R",
                        "21001:" + echo.place(),
                        "-R",
                        "*:21002:" + echo.place(),
                        "-R",
                        "localhost:21003:" + echo.place(),
                        "-R",
                        "0.0.0.0:21004:" + echo.place(),
                        "-R",
                        "[::1]:21005:" + echo.place(),
                        at("alice"))
                .await("TCP: localhost:21005");

        for (int port = 21_001; port <= 21_005; port++) {
            assertEchoes(port);
        }
    }

    @Test
    void aVisitorWhoHasSaidAllStillGetsTheAnswer() throws Exception {
        int port = openPort("0:" + echo.place());

        Clients.Running nc = rig.clients.start("nc", "-N", "127.0.0.1", Integer.toString(port));
        nc.send("half a conversation\n");
        nc.closeInput();

        assertThat(nc.awaitEnd()).isZero();
        assertThat(nc.output()).isEqualTo("half a conversation\n");
    }

    @Test
    void serversMaySpeakFirst() throws IOException {
        try (var smtp =
                new TcpBackend(socket ->
                        socket.getOutputStream().write("220 ready\r\n".getBytes(UTF_8)))) {
            int port = openPort("0:" + smtp.place());
            try (Socket visitor = visit(port)) {
                assertThat(visitor.getInputStream().readAllBytes())
                        .asString(UTF_8)
                        .isEqualTo("220 ready\r\n");
            }
        }
    }

    @Test
    void aRefusedConnectionIsResetAndTheOthersLiveOn() throws IOException {
        var gone = TcpBackend.echo();
        Clients.Running client =
                rig.clients.ssh(
                        "alice",
                        "-R",
                        "21011:" + gone.place(),
                        "-R",
                        "21012:" + echo.place(),
                        at("alice"));
        client.await("TCP: localhost:21012");
        try (Socket lasting = visit(21_012)) {
            gone.close();
            // the reset may be faster than the visitor's own connecting
            assertThatThrownBy(
                            () -> {
                                try (Socket visitor = visit(21_011)) {
                                    visitor.getInputStream().read();
                                }
                            })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            lasting.getOutputStream().write(7);
            assertThat(lasting.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void portsOfOthersAndPortsOutOfRangeAreRefusedInWords() {
        rig.clients
                .ssh("bob", "-R", "21020:" + echo.place(), at("bob"))
                .await("TCP: localhost:21020");

        Clients.Running taken =
                rig.clients.ssh(
                        "alice",
                        "-R",
                        "21020:" + echo.place(),
                        "-R",
                        "22:" + echo.place(),
                        "-R",
                        "web:80:" + echo.place(),
                        at("alice"));

        taken.await("21020: taken by another account");
        taken.await(
                "port 22: not for tunnels \\(expected: 21000 to 29999, or 0 for any of them\\)");
        taken.await("HTTP: http://alice-web");
        assertThat(taken.isAlive()).isTrue();
    }

    @Test
    void aRequestedPortIsTakenOverByTheSameAccount() throws IOException {
        Clients.Running old = rig.clients.ssh("alice", "-R", "21030:" + echo.place(), at("alice"));
        old.await("TCP: localhost:21030");
        try (Socket lasting = visit(21_030)) {
            assertEchoes(21_030);

            rig.clients
                    .ssh("alice", "-R", "21030:" + echo.place(), at("alice"))
                    .await("TCP: localhost:21030");

            old.await("taken over");
            assertEchoes(21_030);
            lasting.getOutputStream().write(9);
            assertThat(lasting.getInputStream().read()).isEqualTo(9);
        }
    }

    @Test
    void forwardsComeAndGoThroughAControlMaster() throws IOException {
        String socket = folder.resolve("mux" + System.nanoTime()).toString();
        Clients.Running master = rig.clients.ssh("alice", "-M", "-S", socket, "-N", at("alice"));
        await().until(() -> Files.exists(Path.of(socket)));

        for (int round = 0; round < 2; round++) {
            mux(socket, "forward", "-R", "21040:" + echo.place());
            assertEchoes(21_040);
            mux(socket, "cancel", "-R", "21040:" + echo.place());
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> visit(21_040)).isInstanceOf(IOException.class));
        }
        assertThat(master.isAlive()).isTrue();
    }

    @Test
    void severalSessionsOfOneConnectionWork() {
        String socket = folder.resolve("mux" + System.nanoTime()).toString();
        rig.clients
                .ssh("alice", "-M", "-S", socket, "-R", "21045:" + echo.place(), at("alice"))
                .await("TCP: localhost:21045");

        for (int i = 0; i < 5; i++) {
            Clients.Running session =
                    rig.clients.ssh("alice", "-S", socket, at("alice"), "tunnels", "ls", "--json");
            assertThat(session.awaitEnd()).isZero();
            assertThat(session.output()).contains("\"21045\"").contains("\"tcp\"");
        }
    }

    @Test
    void aCommandClosesATunnel() throws IOException {
        Clients.Running client =
                rig.clients.ssh("alice", "-R", "21050:" + echo.place(), at("alice"));
        client.await("TCP: localhost:21050");
        try (Socket visitor = visit(21_050)) {
            visitor.getOutputStream().write(1);
            assertThat(visitor.getInputStream().read()).isEqualTo(1);

            Clients.Running close =
                    rig.clients.ssh("alice", at("alice"), "tunnels", "close", "21050");

            assertThat(close.awaitEnd()).isZero();
            assertThat(visitor.getInputStream().read()).isNegative();
        }
        client.await("closed by command");
        assertThat(rig.clients.ssh("alice", at("alice"), "tunnels", "close", "21050").awaitEnd())
                .isEqualTo(1);
    }

    @Test
    void aClientInTheBackgroundServes() throws IOException {
        Clients.Running client =
                rig.clients.ssh("alice", "-f", "-N", "-R", "21060:" + echo.place(), at("alice"));
        await().until(() -> rig.warren.tunnels().all().size() == 1);

        assertEchoes(21_060);

        // the one in the background has left the process that was started
        rig.warren.tunnels().all().iterator().next().connection().disconnect("the test is over");
        assertThat(client.awaitEnd()).isZero();
    }

    @Test
    void theClientIsToldTheVisitorsAddress() throws Exception {
        var seen = new CompletableFuture<SshdSocketAddress>();
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
            client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            client.addChannelListener(
                    new ChannelListener() {
                        @Override
                        public void channelOpenSuccess(Channel channel) {
                            if (channel instanceof TcpipServerChannel forwarded) {
                                seen.complete(forwarded.getOriginatorAddress());
                            }
                        }
                    });
            client.start();
            try (ClientSession session =
                    client.connect("alice", "127.0.0.1", rig.warren.sshPort())
                            .verify(10, TimeUnit.SECONDS)
                            .getSession()) {
                session.addPublicKeyIdentity(
                        new FileKeyPairProvider(rig.clients.key("alice"))
                                .loadKeys(session)
                                .iterator()
                                .next());
                session.auth().verify(10, TimeUnit.SECONDS);
                var bound =
                        session.startRemotePortForwarding(
                                new SshdSocketAddress("localhost", 0),
                                new SshdSocketAddress(
                                        "127.0.0.1", Integer.parseInt(echo.place().split(":")[1])));
                try (Socket visitor = visit(bound.getPort())) {
                    visitor.getOutputStream().write(5);
                    assertThat(visitor.getInputStream().read()).isEqualTo(5);
                    assertThat(seen.get(10, TimeUnit.SECONDS))
                            .isEqualTo(new SshdSocketAddress("127.0.0.1", visitor.getLocalPort()));
                }
            }
        }
        await().until(() -> rig.warren.tunnels().all().isEmpty());
    }

    private void mux(String socket, String verb, String... words) {
        String[] all = new String[words.length + 5];
        all[0] = "-S";
        all[1] = socket;
        all[2] = "-O";
        all[3] = verb;
        System.arraycopy(words, 0, all, 4, words.length);
        all[all.length - 1] = at("alice");
        assertThat(rig.clients.ssh("alice", all).awaitEnd()).isZero();
    }

    private int openPort(String forward) {
        return Integer.parseInt(
                rig.clients
                        .ssh("alice", "-R", forward, at("alice"))
                        .await("TCP: localhost:(\\d+)"));
    }

    private static Socket visit(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
        return socket;
    }

    private static void assertEchoes(int port) throws IOException {
        try (Socket visitor = visit(port)) {
            visitor.getOutputStream().write(("port " + port).getBytes(UTF_8));
            visitor.shutdownOutput();
            assertThat(visitor.getInputStream().readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("port " + port);
        }
    }
}
