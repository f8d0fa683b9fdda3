package dev.warren.app;

import dev.warren.app.lab.Child;
import dev.warren.app.lab.JavaCommand;
import dev.warren.app.lab.Ports;
import dev.warren.app.lab.WarrenServer;
import dev.warren.app.lab.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** The packaged program in a process of its own, on free ports, started as the script starts it. */
final class Instance implements AutoCloseable {

    static final Path JAR = Path.of("target", "warren.jar").toAbsolutePath();

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Pattern LAST_LINE = Pattern.compile("(?m)^Data +(\\S+)");
    private static final Pattern SSH = Pattern.compile("(?m)^SSH +ssh -p (\\d+) localhost");
    private static final Pattern HTTP = Pattern.compile("(?m)^HTTP +http://localhost:(\\d+)/");

    private final Child child;
    private final int management;

    private Instance(Child child, int management) {
        this.child = child;
        this.management = management;
    }

    /** Starts one and waits for its five lines; {@code before} goes in front of the command. */
    static Instance start(
            Workspace workspace, Path data, List<String> before, List<String> settings) {
        int management = Ports.free(1).getFirst();
        List<String> all = new ArrayList<>(List.of("--management.server.port=" + management));
        all.addAll(settings);
        Child child = launch(workspace, data, before, all);
        child.awaitOutput(LAST_LINE, START);
        return new Instance(child, management);
    }

    /** Starts one that may well not come up. */
    static Child launch(
            Workspace workspace, Path data, List<String> before, List<String> settings) {
        List<String> command = new ArrayList<>(before);
        command.add(JavaCommand.tool("java").toString());
        command.addAll(WarrenServer.jvm(256, 128));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
        command.addAll(settings);
        return workspace.start("warren", command, defaults(data));
    }

    /** As variables, so that a test's arguments go before them. */
    private static Map<String, String> defaults(Path data) {
        int tcp = Ports.freeRange(20, new Random());
        return Map.of(
                "WARREN_DATA_DIR", data.toString(),
                "WARREN_SSH_PORT", "0",
                "WARREN_HTTP_PORT", "0",
                "MANAGEMENT_SERVER_PORT", "0",
                "WARREN_TUNNELS_TCP_PORTS", tcp + "-" + (tcp + 19));
    }

    int sshPort() {
        return port(SSH);
    }

    int httpPort() {
        return port(HTTP);
    }

    private int port(Pattern line) {
        return Integer.parseInt(child.awaitOutput(line, ANSWER).group(1));
    }

    String output() {
        return child.output();
    }

    long pid() {
        return child.pid();
    }

    HttpResponse<String> actuator(String path) {
        return get("http://127.0.0.1:" + management + "/actuator" + path);
    }

    static HttpResponse<String> get(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(url, e);
        }
    }

    /** Asks it to end as a service manager does, and gives the exit status. */
    int terminate(Duration limit) {
        ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroy);
        return child.awaitExit(limit);
    }

    @Override
    public void close() {
        child.close();
    }

    /** Whether the package phase has left the jar; the tests need it. */
    static boolean isPackaged() {
        return Files.isRegularFile(JAR);
    }
}
