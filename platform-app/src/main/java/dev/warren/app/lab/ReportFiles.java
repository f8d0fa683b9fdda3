package dev.warren.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report to a directory of its own, for people and for programs. */
final class ReportFiles {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private ReportFiles() {}

    /**
     * Writes {@code report.html} and {@code report.json}.
     *
     * @param parent where the run's own directory is made
     * @return that directory
     */
    static Path write(Report report, String name, Path parent) throws IOException {
        Path directory = parent.resolve(name + "-" + STAMP.format(report.started()));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.html"), HtmlReport.page(report));
        Files.writeString(directory.resolve("report.json"), json(report));
        return directory;
    }

    static String json(Report report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", report.title());
        all.put("started", report.started().toString());
        all.put("passed", report.passed());
        all.put("madeWith", report.facts());
        all.put("checks", report.checks().stream().map(ReportFiles::fields).toList());
        all.put("parts", report.parts());
        ObjectMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return mapper.writeValueAsString(all);
    }

    private static Map<String, Object> fields(Check check) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", check.name());
        fields.put("passed", check.passed());
        fields.put("measured", check.measured());
        fields.put("unit", check.unit());
        fields.put("wanted", check.wanted());
        fields.put("target", check.target());
        return fields;
    }
}
