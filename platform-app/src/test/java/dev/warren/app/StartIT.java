package dev.warren.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.app.lab.Child;
import dev.warren.app.lab.Workspace;
import dev.warren.core.database.PreparedData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts of the packaged program that fail as they should. */
class StartIT {

    private static final Duration QUICK = Duration.ofMinutes(2);

    private final Workspace workspace = new Workspace("warren-start");

    @BeforeEach
    void needsTheJar() {
        assertThat(Instance.isPackaged()).as("%s is built", Instance.JAR).isTrue();
    }

    @AfterEach
    void cleanUp() {
        workspace.close();
    }

    @Test
    void badSettingsAreReportedTogetherBeforeAnythingStarts() {
        Child child =
                launch(
                        "--warren.ssh.port=99999",
                        "--warren.tunnels.memory=lots",
                        "--warren.domian=example.org");

        int status = child.awaitExit(QUICK);

        assertThat(status).isEqualTo(1);
        assertThat(child.output().lines())
                .containsExactlyInAnyOrder(
                        "warren: warren.domian: no such setting (did you mean warren.domain?)",
                        "warren: warren.ssh.port: 99999 (expected: 0 to 65535)",
                        "warren: warren.tunnels.memory: lots (expected: a size like 512KB or 64MB)");
        assertThat(data()).doesNotExist();
    }

    @Test
    void takenPortIsNamedInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Child child = launchPrepared("--warren.http.port=" + taken.getLocalPort());

            int status = child.awaitExit(QUICK);

            assertThat(status).isEqualTo(1);
            assertThat(complaints(child))
                    .singleElement()
                    .asString()
                    .contains("warren.http.port: " + taken.getLocalPort())
                    .contains("expected: a port that is free");
            assertThat(child.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void takenSshPortIsNamedInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Child child = launchPrepared("--warren.ssh.port=" + taken.getLocalPort());

            int status = child.awaitExit(QUICK);

            assertThat(status).isEqualTo(1);
            assertThat(complaints(child))
                    .singleElement()
                    .asString()
                    .contains("warren.ssh.port: " + taken.getLocalPort())
                    .contains("expected: a port that is free");
        }
    }

    @Test
    void takenActuatorPortIsNamedInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Child child = launchPrepared("--management.server.port=" + taken.getLocalPort());

            int status = child.awaitExit(QUICK);

            assertThat(status).isEqualTo(1);
            assertThat(complaints(child))
                    .containsExactly(
                            "warren: management.server.port: %d (expected: a free port)"
                                    .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void budgetsThatDoNotFitTheJvmStopTheStartWithTheSum() {
        Child child = launchPrepared("--warren.tunnels.memory=900MB");

        int status = child.awaitExit(QUICK);

        assertThat(status).isEqualTo(1);
        assertThat(complaints(child))
                .singleElement()
                .asString()
                .contains("warren.tunnels.memory 900 MiB", "expected: at most", "-Xmx");
    }

    @Test
    void secondWarrenOnTheSameDataIsRefused() {
        try (Instance _ =
                Instance.start(workspace, PreparedData.in(data()), List.of(), List.of())) {
            Child second = launch("--management.server.port=0");

            int status = second.awaitExit(QUICK);

            assertThat(status).isEqualTo(1);
            assertThat(complaints(second)).singleElement().asString().contains("warren.data-dir");
        }
    }

    private Child launch(String... settings) {
        return Instance.launch(workspace, data(), List.of(), List.of(settings));
    }

    /** Where what is wrong shows only after the database is up. */
    private Child launchPrepared(String... settings) {
        PreparedData.in(data());
        return launch(settings);
    }

    private Path data() {
        return workspace.file("data");
    }

    private static List<String> complaints(Child child) {
        return child.output().lines().filter(line -> line.startsWith("warren: ")).toList();
    }
}
