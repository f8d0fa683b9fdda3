package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Report report =
            new Report(
                    "warren bench tunnels",
                    Instant.parse("2026-01-02T03:04:05Z"),
                    new PrintStream(console, true, StandardCharsets.UTF_8));

    private void fill() {
        report.fact("ssh", "OpenSSH <9>");
        report.check(Check.atLeast("bulk & more", 1.4, "×", 1.3));
        report.add(new Part.Section("Bulk", "What it is"));
        report.add(
                new Part.Table(
                        "Figures", List.of("case", "MB/s"), List.of(List.of("down ×1", 512.34))));
        report.add(new Part.Bars("Ratios", "ratio", 1.0, List.of(new Part.Bar("down", 1.4))));
        report.add(
                new Part.Lines(
                        "Memory",
                        "MiB",
                        List.of(
                                new Part.Line(
                                        "heap",
                                        List.of(
                                                new Part.Point(0, 10),
                                                new Part.Point(1, Double.NaN),
                                                new Part.Point(2, 30))))));
    }

    @Test
    void printsVerdictsAndTablesAsTheyCome() {
        fill();

        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains("PASS  bulk & more  1.40× (target ≥ 1.30×)")
                .contains("  case     MB/s\n  down ×1   512\n");
    }

    @Test
    void passesOnlyWithEveryTargetReached() {
        assertThat(report.passed()).isFalse();
        report.check(Check.holds("one", true));
        assertThat(report.passed()).isTrue();
        report.check(Check.holds("two", false));
        assertThat(report.passed()).isFalse();
    }

    @Test
    void writesAPageThatNeedsNothingElse(@TempDir Path directory) throws Exception {
        fill();

        Path written = ReportFiles.write(report, "tunnels", directory);

        assertThat(written).isEqualTo(directory.resolve("tunnels-20260102-030405"));
        assertThat(written.resolve("report.html"))
                .content()
                .contains("<h1>warren bench tunnels</h1>", "bulk &amp; more", "OpenSSH &lt;9&gt;")
                .doesNotContain("http://", "https://", "<script", "<link", "NaN");
    }

    @Test
    void writesFiguresForPrograms(@TempDir Path directory) throws Exception {
        fill();

        Path written = ReportFiles.write(report, "tunnels", directory);

        JsonNode json = JsonMapper.shared().readTree(written.resolve("report.json").toFile());
        assertThat(json.get("passed").asBoolean()).isTrue();
        assertThat(json.at("/checks/0/measured").asDouble()).isEqualTo(1.4);
        assertThat(json.at("/checks/0/wanted").asString()).isEqualTo("≥ 1.30×");
        assertThat(json.at("/madeWith/ssh").asString()).isEqualTo("OpenSSH <9>");
        assertThat(json.at("/parts/1/rows/0/1").asDouble()).isEqualTo(512.34);
    }

    @Test
    void drawsPlotsThatAreWellFormed() throws Exception {
        fill();

        for (Part part : report.parts()) {
            switch (part) {
                case Part.Bars bars -> assertWellFormed(BarChart.svg(bars));
                case Part.Lines lines -> assertWellFormed(LineChart.svg(lines));
                case Part.Section section -> {}
                case Part.Table table -> {}
            }
        }
    }

    private static void assertWellFormed(String svg) throws Exception {
        var document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void leavesAGapInACurveWhereNothingWasRead() {
        Part.Line line =
                new Part.Line(
                        "heap",
                        List.of(
                                new Part.Point(0, 1),
                                new Part.Point(1, Double.NaN),
                                new Part.Point(2, 1)));

        String svg = LineChart.svg(new Part.Lines("Memory", "MiB", List.of(line)));

        assertThat(svg.split("d=\"", 2)[1].split("\"", 2)[0].chars().filter(c -> c == 'M'))
                .hasSize(2);
    }

    @Test
    void refusesARowThatDoesNotFitItsTable() {
        assertThatThrownBy(
                        () -> new Part.Table("t", List.of("a", "b"), List.of(List.of("only one"))))
                .hasMessage("row: 1 cells (expected: 2)");
    }
}
