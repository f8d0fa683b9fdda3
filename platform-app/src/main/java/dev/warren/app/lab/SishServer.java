package dev.warren.app.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        return start(workspace, List.of(executable(binary)), List.of());
    }

    /**
     * The same with its inspector, the service console, on.
     *
     * @param bytes of address space that it may have; it ends when it wants more
     */
    public static SishServer withConsole(Workspace workspace, Path binary, long bytes) {
        return start(
                workspace,
                List.of(
                        Programs.need("prlimit", "util-linux").toString(),
                        "--as=" + bytes,
                        executable(binary)),
                List.of("--service-console=true"));
    }

    private static String executable(Path binary) {
        if (!Files.isExecutable(binary)) {
            throw new LabException("sish: " + binary + " (expected: a program that can be run)");
        }
        return binary.toString();
    }

    private static SishServer start(Workspace workspace, List<String> program, List<String> more) {
        List<Integer> ports = Ports.free(2);
        List<String> command = new ArrayList<>(program);
        command.addAll(arguments(workspace, ports));
        command.addAll(more);
        Child child = workspace.start("sish", command);
        if (!Waiting.until(
                Duration.ofSeconds(20),
                () -> Ports.answers(ports.get(0)) && Ports.answers(ports.get(1)))) {
            throw new LabException("sish: does not answer; it said: " + child.tail());
        }
        return new SishServer(workspace, child, ports.get(0), ports.get(1));
    }

    private static List<String> arguments(Workspace workspace, List<Integer> ports) {
        return List.of(
                "--ssh-address=127.0.0.1:" + ports.get(0),
                "--http-address=127.0.0.1:" + ports.get(1),
                "--domain=" + DOMAIN,
                "--authentication=false",
                "--private-keys-directory=" + workspace.directory("sish-keys"),
                // it does not start without one, though nobody is asked for a key
                "--authentication-keys-directory=" + workspace.directory("sish-clients"),
                "--load-templates=false",
                "--bind-random-subdomains=false",
                "--bind-random-ports=false",
                "--localhost-as-all=false",
                "--redirect-root=false",
                "--idle-connection=false",
                "--log-to-stdout=false");
    }

    /** Whether it still runs. */
    public boolean alive() {
        return child.alive();
    }

    /** Why the Go runtime ended it; empty when it did not. */
    public String lastWords() {
        return child.output()
                .lines()
                .filter(line -> line.startsWith("fatal error:"))
                .findFirst()
                .orElse("");
    }

    public long residentBytes() {
        return PROC.residentBytes(child.pid());
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
