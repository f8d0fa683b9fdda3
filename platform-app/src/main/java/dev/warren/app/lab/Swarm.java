package dev.warren.app.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Many SSH clients in one JVM of their own, each a real handshake and log-in. Closing it ends all
 * of them.
 */
public final class Swarm implements AutoCloseable {

    /** The first argument of {@code bench} that makes the program a swarm. */
    public static final String WORD = "swarm";

    /** A window that no client would call large. */
    public static final int SMALL_WINDOW = 64 << 10;

    private static final int WEB_PORT = 80;
    private static final List<String> JVM =
            List.of("-Xmx3g", "-Xms64m", "-XX:+UseSerialGC", "-Xss512k");

    private final Workspace workspace;
    private final Child child;
    private final Task task;
    private final Result result;

    private Swarm(Workspace workspace, Child child, Task task, Result result) {
        this.workspace = workspace;
        this.child = child;
        this.task = task;
        this.result = result;
    }

    /**
     * What to do.
     *
     * @param connections to open and keep; 0 opens and closes them, eight at a time
     * @param forwards remote forwards asked for on each: names with a number
     * @param names the start of those names
     * @param backendPort where the first forward of each connection leads to
     * @param length how long to open and close
     */
    public record Task(
            int connections, int forwards, String names, int backendPort, Duration length) {

        /** Connections with forwards that nobody visits. */
        public static Task idle(int connections, int forwards, String names) {
            return new Task(connections, forwards, names, 1, Duration.ZERO);
        }

        /** One connection with one forward, named {@link #name}, that leads to a backend. */
        public static Task serving(String names, int backendPort) {
            return new Task(1, 1, names, backendPort, Duration.ZERO);
        }

        /** Connections opened and closed, one after the other. */
        public static Task handshakes(Duration length) {
            return new Task(0, 0, "none", 1, length);
        }

        /** The name that a forward of a connection asks for, both counted from 0. */
        public String name(int connection, int forward) {
            return names + connection + "x" + forward;
        }

        int window() {
            return SMALL_WINDOW;
        }
    }

    /**
     * A task, and where and as whom it is done.
     *
     * @param forwardPort asked for with each forward: 80 publishes by name, 0 takes any free one
     */
    record Job(int port, String login, String keyFile, int forwardPort, Task task) {

        List<String> words() {
            return List.of(
                    Integer.toString(port),
                    login,
                    keyFile,
                    Integer.toString(forwardPort),
                    Integer.toString(task.connections()),
                    Integer.toString(task.forwards()),
                    task.names(),
                    Integer.toString(task.backendPort()),
                    task.length().toString());
        }

        static Job parse(List<String> words) {
            return new Job(
                    Integer.parseInt(words.get(0)),
                    words.get(1),
                    words.get(2),
                    Integer.parseInt(words.get(3)),
                    new Task(
                            Integer.parseInt(words.get(4)),
                            Integer.parseInt(words.get(5)),
                            words.get(6),
                            Integer.parseInt(words.get(7)),
                            Duration.parse(words.get(8))));
        }
    }

    /**
     * What came of it.
     *
     * @param done connections that logged in, with all their forwards
     * @param firstFailure why the first of those failed that did; empty without one
     */
    public record Result(int done, int failed, double seconds, String firstFailure) {

        static final Pattern LINE =
                Pattern.compile("done=(\\d+) failed=(\\d+) seconds=([\\d.]+) first=(.*)\n");

        String line() {
            return String.format(
                    Locale.ROOT,
                    "done=%d failed=%d seconds=%.3f first=%s",
                    done,
                    failed,
                    seconds,
                    firstFailure);
        }

        static Result of(MatchResult line) {
            return new Result(
                    Integer.parseInt(line.group(1)),
                    Integer.parseInt(line.group(2)),
                    Double.parseDouble(line.group(3)),
                    line.group(4));
        }
    }

    /** Starts a swarm and waits until it has done its task. */
    public static Swarm start(OpenSsh as, Gateway gateway, Task task, Duration limit) {
        Job job =
                new Job(
                        gateway.sshPort(),
                        gateway.login(),
                        as.key().privateFile().toString(),
                        gateway instanceof WebGateway ? WEB_PORT : 0,
                        task);
        List<String> words = new ArrayList<>(List.of("bench", WORD));
        words.addAll(job.words());
        Child child = as.workspace().start(WORD, JavaCommand.warren(JVM, words));
        return new Swarm(
                as.workspace(), child, task, Result.of(child.awaitOutput(Result.LINE, limit)));
    }

    public Result result() {
        return result;
    }

    /** Where visitors reach the backend of a task that {@link Task#serving} made. */
    public Entrance entrance(WebGateway gateway) {
        return Entrance.web(gateway, task.name(0, 0));
    }

    /**
     * @throws LabException when one connection failed or more
     */
    public Swarm complete() {
        if (result.failed() > 0) {
            throw new LabException(
                    "swarm: %d of %d connections failed (expected: none): %s"
                            .formatted(
                                    result.failed(),
                                    result.done() + result.failed(),
                                    result.firstFailure()));
        }
        return this;
    }

    @Override
    public void close() {
        workspace.end(child);
    }
}
