package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.warren.app.lab.BulkRun.Direction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harness against real peers: what it measures must be real when Warren is not involved. */
class PeersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Workspace workspace;
    private static SshdServer sshd;
    private static OpenSsh ssh;

    @BeforeAll
    static void startSshd() {
        List<String> missing =
                Stream.of("ssh", "sshd", "ssh-keygen", "nginx", "wrk")
                        .filter(name -> Programs.find(name).isEmpty())
                        .toList();
        if (Boolean.getBoolean("clients.required")) {
            assertThat(missing).as("programs that are not installed").isEmpty();
        }
        assumeTrue(missing.isEmpty(), () -> "not installed: " + missing);
        workspace = new Workspace("peers-it-");
        ssh = new OpenSsh(workspace, SshKey.make(workspace, "client-key"));
        sshd = SshdServer.start(workspace, ssh.key());
    }

    @AfterAll
    static void stop() {
        if (workspace != null) {
            workspace.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void bytesPassTheForwardAndTheGatewaysCpuIsSeen(Direction direction) throws Exception {
        Path file = workspace.file("bytes-" + direction);
        Files.write(file, new byte[4 << 20]);
        try (ByteServer backend = new ByteServer(file);
                SshTunnel tunnel = SshTunnel.tcp(ssh, sshd, backend.port(), List.of())) {
            BulkRun run =
                    new BulkRun(backend, file, Duration.ofMillis(200), Duration.ofMillis(500));

            BulkRun.Result result =
                    run.measure(tunnel.entrance().port(), direction, 2, sshd::cpuSeconds);

            assertThat(result.megabytesPerSecond()).isBetween(5.0, 20_000.0);
            assertThat(result.cpuMillisPerMegabyte()).isBetween(0.05, 100.0);
            assertThat(backend.streams()).isZero();
        }
    }

    @Test
    void wrkReachesNginxThroughTheForward() {
        try (NginxServer nginx = NginxServer.start(workspace);
                SshTunnel tunnel = SshTunnel.tcp(ssh, sshd, nginx.port(), List.of())) {
            assertThat(tunnel.entrance().answers()).isTrue();

            Wrk.Result result = new Wrk(workspace).run(tunnel.entrance(), 4, Duration.ofSeconds(1));

            assertThat(result.requestsPerSecond()).isGreaterThan(50);
            assertThat(result.p99Millis()).isGreaterThanOrEqualTo(result.p50Millis());
        }
    }

    @Test
    void everyByteIsComparedWhileKeysChange() throws Exception {
        long size = 24 << 20;
        try (Backend backend = new Backend();
                SshTunnel tunnel =
                        SshTunnel.tcp(
                                ssh, sshd, backend.port(), List.of("-v", "-o", "RekeyLimit=4M"))) {
            ExactTransfer.Outcome down = ExactTransfer.download(tunnel.entrance(), size);
            ExactTransfer.Outcome up = ExactTransfer.upload(tunnel.entrance(), size);

            assertThat(down.problem()).isEmpty();
            assertThat(down.right()).isEqualTo(size);
            assertThat(up.problem()).isEmpty();
            assertThat(up.right()).isEqualTo(size);
            assertThat(tunnel.lines(Pattern.compile("SSH2_MSG_KEXINIT sent"))).isGreaterThan(4);
        }
    }

    @Test
    void aSwarmLogsInStaysAndLeaves() {
        long before = sshd.memoryBytes();
        Swarm.Task task = Swarm.Task.idle(3, 2, "idle");

        try (Swarm swarm = Swarm.start(ssh, sshd, task, PATIENCE)) {
            assertThat(swarm.result())
                    .extracting(Swarm.Result::done, Swarm.Result::failed)
                    .containsExactly(3, 0);
            assertThat(sshd.memoryBytes()).isGreaterThan(before);
        }

        assertThat(Waiting.until(PATIENCE, () -> ProcFs.system().tree(sshd.pid()).size() == 1))
                .isTrue();
    }

    @Test
    void aSwarmCountsLogIns() {
        double cpu = sshd.cpuSeconds();

        try (Swarm swarm =
                Swarm.start(ssh, sshd, Swarm.Task.handshakes(Duration.ofSeconds(1)), PATIENCE)) {
            assertThat(swarm.complete().result().done()).isPositive();
            assertThat(sshd.cpuSeconds()).isGreaterThan(cpu);
        }
    }
}
