package dev.warren.edge.ssh.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.warren.core.people.PublicKeyText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no well-behaved client sends, sent by a MINA client packet by packet. */
class RawClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path folder;
    private final SshClient client = SshClient.setUpDefaultClient();
    private DoorRig door;

    @BeforeEach
    void open() throws Exception {
        open(DoorRig.with());
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
    }

    private void open(DoorRig.Parts parts) throws Exception {
        door = parts.command(Echo.command()).start(folder);
    }

    @AfterEach
    void close() {
        client.stop();
        door.close();
    }

    private ClientSession logIn() throws Exception {
        KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        door.people.add("alice", PublicKeyText.parse(PublicKeyEntry.toString(pair.getPublic())));
        ClientSession session =
                client.connect("alice", "127.0.0.1", door.port()).verify(PATIENCE).getSession();
        session.addPublicKeyIdentity(pair);
        session.auth().verify(PATIENCE);
        return session;
    }

    private static Buffer globalRequest(ClientSession session, String name) {
        Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
        buffer.putString(name);
        buffer.putBoolean(true);
        return buffer;
    }

    @Test
    void answersRequestsInTheirOrderThoughForwardsAreSlow() throws Exception {
        door.tunnels.bindMillis = 100;
        List<String> answers = new CopyOnWriteArrayList<>();
        try (ClientSession session = logIn()) {
            for (String name : List.of("a", "taken", "b")) {
                Buffer forward = globalRequest(session, "tcpip-forward");
                forward.putString(name);
                forward.putUInt(0);
                session.request(
                        forward,
                        "tcpip-forward",
                        (code, reply) ->
                                answers.add(
                                        code == SshConstants.SSH_MSG_REQUEST_SUCCESS
                                                ? name + "=" + reply.getUInt()
                                                : name + " refused"));
                session.request(
                        globalRequest(session, "keepalive@openssh.com"),
                        "keepalive@openssh.com",
                        (code, _) -> answers.add("keepalive " + code));
                session.request(
                        globalRequest(session, "strange@example.org"),
                        "strange@example.org",
                        (code, _) -> answers.add("strange " + code));
            }

            await().until(() -> answers.size() == 9);
            String alive = "keepalive " + SshConstants.SSH_MSG_REQUEST_SUCCESS;
            String strange = "strange " + SshConstants.SSH_MSG_REQUEST_FAILURE;
            assertThat(answers)
                    .containsExactly(
                            "a=40001",
                            alive,
                            strange,
                            "taken refused",
                            alive,
                            strange,
                            "b=40002",
                            alive,
                            strange);
        }
    }

    @Test
    void refusesPortThatDoesNotExist() throws Exception {
        List<Integer> answers = new CopyOnWriteArrayList<>();
        try (ClientSession session = logIn()) {
            Buffer forward = globalRequest(session, "tcpip-forward");
            forward.putString("web");
            forward.putUInt(70_000);
            session.request(forward, "tcpip-forward", (code, _) -> answers.add(code));

            await().until(() -> answers.size() == 1);
            assertThat(answers).containsExactly((int) SshConstants.SSH_MSG_REQUEST_FAILURE);
            assertThat(door.tunnels.asked).isEmpty();
            assertThat(run(session, "")).contains("port 70000 does not exist");
        }
    }

    @Test
    void disconnectsClientThatHasTooManyRequestsWaiting() throws Exception {
        door.close();
        open(DoorRig.with().setting("max-pending-requests", 4));
        door.tunnels.bindMillis = 500;
        try (ClientSession session = logIn()) {
            for (int i = 0; i < 10; i++) {
                Buffer forward = globalRequest(session, "tcpip-forward");
                forward.putString("n" + i);
                forward.putUInt(80);
                session.writePacket(forward);
            }

            await().until(session::isClosed);
            await().until(() -> door.tunnels.closed.size() == 1);
            assertThat(door.tunnels.asked.size()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void refusesSecondCommandOnASession() throws Exception {
        try (ClientSession session = logIn();
                ChannelExec channel = session.createExecChannel("x=1")) {
            door.tunnels.bind(
                    door.connections.list().getFirst(),
                    new dev.warren.edge.ssh.ForwardRequest("web", 80));
            channel.open().verify(PATIENCE);
            await().until(() -> door.tunnels.options.contains("x=1"));
            List<Boolean> replies = new CopyOnWriteArrayList<>();
            channel.addRequestHandler(
                    (c, request, wantReply, buffer) -> RequestHandler.Result.Unsupported);

            request(channel, "exec", "echo", replies);
            request(channel, "shell", null, replies);

            await().during(Duration.ofMillis(300)).until(channel::isOpen);
            assertThat(session.isOpen()).isTrue();
            assertThat(run(session, "echo")).contains("account: alice");
        }
    }

    private static void request(
            ChannelExec channel,
            String type,
            @org.jspecify.annotations.Nullable String argument,
            List<Boolean> replies)
            throws IOException {
        Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
        buffer.putUInt(channel.getRecipient());
        buffer.putString(type);
        buffer.putBoolean(false);
        if (argument != null) {
            buffer.putString(argument);
        }
        channel.getSession().writePacket(buffer);
        replies.add(true);
    }

    @Test
    void survivesMalformedAndUnknownChannelRequests() throws Exception {
        try (ClientSession session = logIn();
                ChannelExec channel = session.createExecChannel("x=1")) {
            door.tunnels.bind(
                    door.connections.list().getFirst(),
                    new dev.warren.edge.ssh.ForwardRequest("web", 80));
            channel.open().verify(PATIENCE);
            List<Boolean> sent = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 1000; i++) {
                request(channel, "env", "A" + i, sent);
            }
            for (String type :
                    List.of(
                            "exec",
                            "subsystem",
                            "winadj@putty.projects.tartarus.org",
                            "simple@putty.projects.tartarus.org",
                            "x11-req",
                            "auth-agent-req@openssh.com")) {
                request(channel, type, null, sent);
            }

            assertThat(run(session, "echo")).contains("account: alice");
            assertThat(sent).hasSize(1006);
        }
    }

    @Test
    void limitsSessionsOfAConnection() throws Exception {
        door.close();
        open(DoorRig.with().setting("max-sessions", 2));
        try (ClientSession session = logIn()) {
            door.tunnels.bind(
                    door.connections.list().getFirst(),
                    new dev.warren.edge.ssh.ForwardRequest("web", 80));
            ChannelExec first = session.createExecChannel("x=1");
            first.open().verify(PATIENCE);
            session.createExecChannel("x=2").open().verify(PATIENCE);

            assertThatThrownBy(() -> session.createExecChannel("x=3").open().verify(PATIENCE))
                    .hasMessageContaining("as many sessions as it may");

            assertThat(first.close(false).await(PATIENCE)).isTrue();
            await().ignoreExceptions().until(() -> run(session, "echo").contains("account: alice"));
        }
        await().until(() -> door.budget.used() == 0);
    }

    @Test
    void answersAFloodOfChannelsOneByOne() throws Exception {
        int flood = 10_000;
        try (ClientSession session = logIn()) {
            door.tunnels.bind(
                    door.connections.list().getFirst(),
                    new dev.warren.edge.ssh.ForwardRequest("web", 80));
            List<ChannelExec> channels = new ArrayList<>(flood);
            List<OpenFuture> opens = new ArrayList<>(flood);
            for (int i = 0; i < flood; i++) {
                ChannelExec channel = session.createExecChannel("x=" + i);
                channels.add(channel);
                opens.add(channel.open());
            }

            for (OpenFuture open : opens) {
                assertThat(open.await(PATIENCE)).isTrue();
            }
            assertThat(opens.stream().filter(OpenFuture::isOpened).count()).isBetween(1L, 16L);
            assertThat(door.connections.list()).hasSize(1);
            for (int i = 0; i < flood; i++) {
                if (opens.get(i).isOpened()) {
                    assertThat(channels.get(i).close(false).await(PATIENCE)).isTrue();
                }
            }
            await().ignoreExceptions().until(() -> run(session, "echo").contains("account: alice"));
        }
        await().until(() -> door.budget.used() == 0);
    }

    private static String run(ClientSession session, String command) throws Exception {
        var out = new java.io.ByteArrayOutputStream();
        try (var channel =
                command.isEmpty()
                        ? session.createShellChannel()
                        : session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(out);
            channel.setIn(java.io.InputStream.nullInputStream());
            channel.open().verify(PATIENCE);
            channel.waitFor(List.of(ClientChannelEvent.CLOSED), PATIENCE);
        }
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }
}
