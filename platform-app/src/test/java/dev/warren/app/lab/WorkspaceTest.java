package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern READY = Pattern.compile("ready (\\d+)\n");

    @Test
    void endsChildrenAndGrandchildrenAndDeletesItsFiles() {
        Path root;
        Child child;
        long grandchild;
        try (Workspace workspace = new Workspace("workspace-test-")) {
            root = workspace.root();
            child = workspace.start("shell", shell("sleep 60 & echo ready $!; wait"));
            grandchild = Long.parseLong(child.awaitOutput(READY, PATIENCE).group(1));
            assertThat(alive(grandchild)).isTrue();
        }

        assertThat(child.alive()).isFalse();
        assertThat(gone(grandchild)).isTrue();
        assertThat(root).doesNotExist();
    }

    @Test
    void endsProcessesThatLeftTheirParentButNameTheDirectory() {
        long orphan;
        try (Workspace workspace = new Workspace("workspace-test-")) {
            String away =
                    "(trap '' HUP TERM; exec sh -c 'sleep 60; :' %s) & echo ready $!"
                            .formatted(workspace.file("data"));
            Child child = workspace.start("shell", shell(away));
            orphan = Long.parseLong(child.awaitOutput(READY, PATIENCE).group(1));
            assertThat(child.awaitExit(PATIENCE)).isZero();
            assertThat(alive(orphan)).isTrue();
        }

        assertThat(gone(orphan)).isTrue();
    }

    @Test
    void forcesAChildThatDoesNotWantToEnd() {
        Child child;
        try (Workspace workspace = new Workspace("workspace-test-", Duration.ofMillis(100))) {
            child =
                    workspace.start(
                            "stubborn",
                            shell("trap '' TERM; echo ready 1; while :; do sleep 0.1; done"));
            child.awaitOutput(READY, PATIENCE);
        }

        assertThat(child.alive()).isFalse();
    }

    @Test
    void closesWhatItKeepsNewestFirst() {
        List<String> closed = new ArrayList<>();
        try (Workspace workspace = new Workspace("workspace-test-")) {
            workspace.keep(() -> closed.add("first"));
            workspace.keep(() -> closed.add("second"));
        }

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void startsNothingOnceItIsClosed() {
        Workspace workspace = new Workspace("workspace-test-");
        workspace.close();

        assertThatThrownBy(() -> workspace.start("late", List.of("true")))
                .isInstanceOf(LabException.class);
    }

    @Test
    void saysWhatAChildPrintedWhenItEndsBeforeItsTime() {
        try (Workspace workspace = new Workspace("workspace-test-")) {
            Child child = workspace.start("shell", shell("echo no luck; exit 3"));

            assertThatThrownBy(() -> child.awaitOutput(READY, PATIENCE))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("shell: ")
                    .hasMessageContaining("no luck");
        }
    }

    @Test
    void reportsAProgramThatFails() {
        try (Workspace workspace = new Workspace("workspace-test-")) {
            assertThatThrownBy(() ->
                            Programs.run(workspace, "shell", shell("echo bad; exit 4"), PATIENCE))
                    .hasMessage("shell: exit status 4 (expected: 0); it said: bad");
        }
    }

    @Test
    void writesFilesIntoItself() throws Exception {
        try (Workspace workspace = new Workspace("workspace-test-")) {
            Path file = workspace.write("a.conf", "x");

            assertThat(Files.readString(file)).isEqualTo("x");
            assertThat(file).startsWith(workspace.root());
        }
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static boolean gone(long pid) {
        return Waiting.until(PATIENCE, () -> !alive(pid));
    }
}
