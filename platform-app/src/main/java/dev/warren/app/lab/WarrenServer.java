package dev.warren.app.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A Warren in a JVM of its own: from the same jar, with a data directory in the workspace, open
 * registration and free loopback ports.
 */
public final class WarrenServer implements WebGateway {

    private static final Pattern OUT_OF_MEMORY = Pattern.compile("OutOfMemoryError");
    private static final ProcFs PROC = ProcFs.system();
    private static final Duration START_LIMIT = Duration.ofSeconds(300);
    private static final Duration COLLECT_LIMIT = Duration.ofSeconds(60);
    private static final long MEBIBYTE = 1 << 20;

    private final Workspace workspace;
    private final Setup setup;
    private final Child child;
    private final Duration startTime;
    private final String login;

    private WarrenServer(
            Workspace workspace, Setup setup, Child child, Duration startTime, String login) {
        this.workspace = workspace;
        this.setup = setup;
        this.child = child;
        this.startTime = startTime;
        this.login = login;
    }

    /**
     * What to start; the same setup started again is the same Warren with the same data.
     *
     * @param data the data directory
     * @param jvm arguments of the JVM: memory and the like
     * @param settings more {@code --warren.…=…} arguments
     */
    public record Setup(Path data, WarrenPorts ports, List<String> jvm, List<String> settings) {

        public static Setup make(
                Workspace workspace, String name, List<String> jvm, List<String> settings) {
            return new Setup(
                    workspace.file(name),
                    WarrenPorts.free(ThreadLocalRandom.current()),
                    jvm,
                    settings);
        }

        private List<String> arguments() {
            List<String> arguments = new ArrayList<>(ports.arguments());
            arguments.add("--warren.data-dir=" + data);
            arguments.add("--warren.registration=open");
            arguments.addAll(settings);
            return arguments;
        }
    }

    /** The JVM's arguments that {@code ./warren run} chooses where a process may take 512 MiB. */
    public static List<String> smallJvm() {
        return jvm(176, 160);
    }

    /** The JVM's arguments as in production, with these limits. */
    public static List<String> jvm(int heapMebibytes, int directMebibytes) {
        List<String> arguments = new ArrayList<>(JavaCommand.productionOptions());
        arguments.add("-Xmx" + heapMebibytes + "m");
        arguments.add("-XX:MaxDirectMemorySize=" + directMebibytes + "m");
        arguments.add("-Dio.netty.maxDirectMemory=" + directMebibytes * MEBIBYTE);
        return arguments;
    }

    /** Starts it and waits until it says that it is ready. */
    public static WarrenServer start(Workspace workspace, Setup setup) {
        long begin = System.nanoTime();
        Child child = workspace.start("warren", JavaCommand.warren(setup.jvm(), setup.arguments()));
        HttpProbe probe = new HttpProbe(setup.ports().management());
        boolean ready =
                Waiting.until(
                        START_LIMIT,
                        () -> !child.alive() || probe.status("/actuator/health/readiness") == 200);
        if (!ready || !child.alive()) {
            String said = child.tail();
            workspace.end(child);
            throw new LabException("warren: did not become ready; it said: " + said);
        }
        return new WarrenServer(
                workspace, setup, child, Duration.ofNanos(System.nanoTime() - begin), "bench");
    }

    /**
     * Runs one of the program's tools, such as {@code registry fsck}, on the data of a Warren that
     * does not run.
     */
    public static Programs.Said tool(
            Workspace workspace, Setup setup, List<String> words, Duration limit) {
        List<String> arguments = new ArrayList<>(words);
        setup.arguments().stream()
                .filter(argument -> argument.startsWith("--warren."))
                .forEach(arguments::add);
        return Programs.say(
                workspace,
                String.join("-", words),
                JavaCommand.warren(setup.jvm(), arguments),
                limit);
    }

    /** The same server for somebody with another account, who logs in with a key of their own. */
    public WebGateway as(String account) {
        return new WarrenServer(workspace, setup, child, startTime, account);
    }

    /** From the command line to readiness. */
    public Duration startTime() {
        return startTime;
    }

    @Override
    public String name() {
        return "warren";
    }

    @Override
    public int sshPort() {
        return setup.ports().ssh();
    }

    @Override
    public int httpPort() {
        return setup.ports().http();
    }

    /** An unknown key's account gets the name it logs in with. */
    @Override
    public String login() {
        return login;
    }

    @Override
    public String host(String name) {
        return login + "-" + name + ".tuns.localhost";
    }

    @Override
    public long pid() {
        return child.pid();
    }

    public boolean alive() {
        return child.alive();
    }

    /** Whether its log says that memory ran out. */
    public boolean ranOutOfMemory() {
        return child.lines(OUT_OF_MEMORY) > 0;
    }

    @Override
    public double cpuSeconds() {
        return PROC.cpuSeconds(child.pid());
    }

    /** What of {@link #cpuSeconds} the JIT compilers took. */
    public double compilerSeconds() {
        return PROC.threadCpuSeconds(child.pid(), "CompilerThre"); // names end after 15 letters
    }

    @Override
    public long memoryBytes() {
        return PROC.proportionalBytes(child.pid());
    }

    public long residentBytes() {
        return PROC.residentBytes(child.pid());
    }

    /** The most that was ever resident. */
    public long peakResidentBytes() {
        return PROC.peakResidentBytes(child.pid());
    }

    /** What the kernel holds for its connections now. */
    public long socketBytes() {
        return PROC.socketBytes(child.pid());
    }

    public int managementPort() {
        return setup.ports().management();
    }

    public Prometheus metrics() {
        return Prometheus.parse(
                new HttpProbe(setup.ports().management()).text("/actuator/prometheus"));
    }

    /** Bytes of live objects, right after a full collection. */
    public long liveHeapBytes() {
        Programs.run(
                workspace,
                "jcmd",
                List.of(JavaCommand.tool("jcmd").toString(), Long.toString(pid()), "GC.run"),
                COLLECT_LIMIT);
        return (long) metrics().sum("jvm_memory_used_bytes", "area", "heap");
    }

    /** Ends it as {@code kill -9} does; its database is left to the next start. */
    public void kill() {
        child.kill();
        workspace.end(child);
    }

    @Override
    public void close() {
        workspace.end(child);
    }
}
