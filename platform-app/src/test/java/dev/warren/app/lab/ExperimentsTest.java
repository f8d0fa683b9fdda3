package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsTest {

    @TempDir private Path out;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    private interface Body {
        void run(Run run) throws Exception;
    }

    private record Fake(Body body) implements Experiment {

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public String summary() {
            return "does what the test says";
        }

        @Override
        public List<Option> options() {
            return List.of(new Option("rounds", "5", "turns"));
        }

        @Override
        public void run(Run run) throws Exception {
            body.run(run);
        }
    }

    private int run(Body body, String... arguments) {
        return new Experiments(
                        "drill",
                        List.of(new Fake(body)),
                        new PrintStream(console, true, StandardCharsets.UTF_8),
                        () -> Instant.EPOCH)
                .run(arguments);
    }

    private String said() {
        return console.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsWhatThereIsWithoutAName() {
        int status = run(run -> {});

        assertThat(status).isZero();
        assertThat(said()).contains("fake: does what the test says", "--rounds=5", "--out=");
    }

    @Test
    void namesWhatThereIsForAnUnknownName() {
        int status = run(run -> {}, "nope");

        assertThat(status).isEqualTo(2);
        assertThat(said()).isEqualTo("drill: nope (expected: one of fake)\n");
    }

    @Test
    void refusesAWrongOptionBeforeAnythingStarts() {
        int status =
                run(
                        run -> {
                            throw new AssertionError("started");
                        },
                        "fake",
                        "--round=3");

        assertThat(status).isEqualTo(2);
        assertThat(said()).startsWith("option: --round=3 (expected: ");
    }

    @Test
    void exitsWithZeroWhenEveryTargetIsReached() {
        int status =
                run(run -> run.report().check(Check.holds("good", true)), "fake", "--out=" + out);

        assertThat(status).isZero();
        assertThat(said()).contains("PASS  good", "Report: " + out);
        assertThat(out.resolve("fake-19700101-000000/report.html")).exists();
    }

    @Test
    void exitsWithOneWhenATargetIsMissed() {
        int status =
                run(run -> run.report().check(Check.holds("bad", false)), "fake", "--out=" + out);

        assertThat(status).isEqualTo(1);
    }

    @Test
    void reportsWhatItHasWhenARunBreaksOff() throws Exception {
        int status =
                run(
                        run -> {
                            run.report().check(Check.holds("good", true));
                            throw new LabException("wrk: not found");
                        },
                        "fake",
                        "--out=" + out);

        assertThat(status).isEqualTo(1);
        assertThat(Files.readString(out.resolve("fake-19700101-000000/report.html")))
                .contains("good", "the run came to its end: wrk: not found");
    }

    @Test
    void clearsTheWorkspaceAfterAFailure() {
        Path[] root = new Path[1];

        run(
                run -> {
                    root[0] = run.workspace().root();
                    throw new IllegalStateException("bug");
                },
                "fake",
                "--out=" + out);

        assertThat(root[0]).doesNotExist();
    }
}
