package dev.warren.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * OpenSSH's server with a configuration of its own: key log-in for the user who runs it, its own
 * ciphers, no limits in the way. It makes a process for each connection.
 */
public final class SshdServer implements Gateway {

    private static final ProcFs PROC = ProcFs.system();

    private final Workspace workspace;
    private final Child listener;
    private final int port;

    private SshdServer(Workspace workspace, Child listener, int port) {
        this.workspace = workspace;
        this.listener = listener;
        this.port = port;
    }

    public static Path program() {
        return Programs.need("sshd", "openssh-server");
    }

    /** Starts one that lets {@code key} in, and waits until it answers. */
    public static SshdServer start(Workspace workspace, SshKey key) {
        int port = Ports.free(1).getFirst();
        SshKey host = SshKey.make(workspace, "sshd-host-key");
        Path config =
                workspace.write(
                        "sshd_config",
                        """
                        Port %d
                        ListenAddress 127.0.0.1
                        HostKey %s
                        AuthorizedKeysFile %s
                        PidFile none
                        StrictModes no
                        PasswordAuthentication no
                        KbdInteractiveAuthentication no
                        PermitRootLogin prohibit-password
                        AllowTcpForwarding yes
                        MaxStartups 1000:30:2000
                        MaxSessions 1000
                        LoginGraceTime 60
                        UseDNS no
                        PrintMotd no
                        LogLevel ERROR
                        """
                                .formatted(port, host.privateFile(), key.publicFile()));
        makeSeparationDirectory();
        Child child =
                workspace.start(
                        "sshd", List.of(program().toString(), "-D", "-e", "-f", config.toString()));
        if (!Waiting.until(Duration.ofSeconds(10), () -> Ports.answers(port) || !child.alive())
                || !child.alive()) {
            throw new LabException("sshd: does not answer; it said: " + child.tail());
        }
        return new SshdServer(workspace, child, port);
    }

    /** Started by root it wants this empty directory, which the system's own service would make. */
    private static void makeSeparationDirectory() {
        Path directory = Path.of("/run/sshd");
        try {
            if (Files.isWritable(directory.getParent())) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new LabException(directory + ": cannot be made, and sshd wants it", e);
        }
    }

    @Override
    public String name() {
        return "sshd";
    }

    @Override
    public int sshPort() {
        return port;
    }

    @Override
    public String login() {
        return System.getProperty("user.name");
    }

    @Override
    public long pid() {
        return listener.pid();
    }

    @Override
    public double cpuSeconds() {
        return PROC.treeCpuSeconds(listener.pid());
    }

    @Override
    public long memoryBytes() {
        return PROC.tree(listener.pid()).stream().mapToLong(PROC::proportionalBytes).sum();
    }

    @Override
    public void close() {
        workspace.end(listener);
    }
}
