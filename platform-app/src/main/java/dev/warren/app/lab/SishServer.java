package dev.warren.app.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A sish that the user has a binary of, with names as asked for and no idle limit. */
public final class SishServer implements WebGateway {

    private static final ProcFs PROC = ProcFs.system();
    private static final String DOMAIN = "sish.localhost";

    private final Workspace workspace;
    private final Child child;
    private final int sshPort;
    private final int httpPort;

    private SishServer(Workspace workspace, Child child, int sshPort, int httpPort) {
        this.workspace = workspace;
        this.child = child;
        this.sshPort = sshPort;
        this.httpPort = httpPort;
    }

    /** Starts {@code binary}, and waits until it answers. */
    public static SishServer start(Workspace workspace, Path binary) {
        if (!Files.isExecutable(binary)) {
            throw new LabException("sish: " + binary + " (expected: a program that can be run)");
        }
        List<Integer> ports = Ports.free(2);
        Child child =
                workspace.start(
                        "sish",
                        List.of(
                                binary.toString(),
                                "--ssh-address=127.0.0.1:" + ports.get(0),
                                "--http-address=127.0.0.1:" + ports.get(1),
                                "--domain=" + DOMAIN,
                                "--authentication=false",
                                "--private-keys-directory=" + workspace.directory("sish-keys"),
                                // it does not start without one, though nobody is asked for a key
                                "--authentication-keys-directory="
                                        + workspace.directory("sish-clients"),
                                "--load-templates=false",
                                "--bind-random-subdomains=false",
                                "--bind-random-ports=false",
                                "--localhost-as-all=false",
                                "--redirect-root=false",
                                "--idle-connection=false",
                                "--log-to-stdout=false"));
        if (!Waiting.until(
                Duration.ofSeconds(20),
                () -> Ports.answers(ports.get(0)) && Ports.answers(ports.get(1)))) {
            throw new LabException("sish: does not answer; it said: " + child.tail());
        }
        return new SishServer(workspace, child, ports.get(0), ports.get(1));
    }

    @Override
    public String name() {
        return "sish";
    }

    @Override
    public int sshPort() {
        return sshPort;
    }

    @Override
    public int httpPort() {
        return httpPort;
    }

    @Override
    public String login() {
        return "bench";
    }

    @Override
    public String host(String name) {
        return name + "." + DOMAIN;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public double cpuSeconds() {
        return PROC.cpuSeconds(child.pid());
    }

    @Override
    public long memoryBytes() {
        return PROC.proportionalBytes(child.pid());
    }

    @Override
    public void close() {
        workspace.end(child);
    }
}
