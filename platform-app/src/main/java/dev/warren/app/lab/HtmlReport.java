package dev.warren.app.lab;

import java.util.List;
import java.util.stream.Collectors;

/** A report as one HTML page that needs nothing else: styles and plots are in it. */
final class HtmlReport {

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#6a737d;--line:#d8dee4;
            --good:#1a7f37;--bad:#cf222e;--c0:#0969da;--c1:#bc4c00;--c2:#1a7f37;--c3:#8250df;--c4:#9a6700}
            @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--soft:#8b949e;
            --line:#30363d;--good:#3fb950;--bad:#f85149;--c0:#58a6ff;--c1:#f0883e;--c2:#3fb950;
            --c3:#bc8cff;--c4:#d29922}}
            body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);
            max-width:60rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}
            caption{text-align:left;color:var(--soft);padding:.3rem 0}
            th,td{padding:.25rem .8rem .25rem 0;border-bottom:1px solid var(--line);text-align:right;
            font-variant-numeric:tabular-nums;white-space:nowrap}
            th:first-child,td:first-child{text-align:left}
            .PASS{color:var(--good);font-weight:600}.FAIL{color:var(--bad);font-weight:600}
            figure{margin:1.5rem 0}figcaption{color:var(--soft)}svg{max-width:100%;height:auto}
            svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .soft{fill:var(--soft)}
            dl{display:grid;grid-template-columns:max-content auto;gap:.1rem 1rem}dt{color:var(--soft)}
            dd{margin:0}
            """;

    private HtmlReport() {}

    static String page(Report report) {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head>");
        html.append(
                "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        html.append("<title>").append(escape(report.title())).append("</title><style>");
        html.append(STYLE).append("</style></head><body>\n<h1>").append(escape(report.title()));
        html.append("</h1>\n<p>").append(report.started()).append("</p>\n");
        html.append(checks(report.checks()));
        report.parts().forEach(part -> html.append(part(part)).append('\n'));
        html.append("<h2>Made with</h2>\n<dl>");
        report.facts()
                .forEach((name, value) ->
                        html.append(
                                "<dt>%s</dt><dd>%s</dd>".formatted(escape(name), escape(value))));
        return html.append("</dl>\n</body></html>\n").toString();
    }

    private static String checks(List<Check> checks) {
        return checks.stream()
                .map(check -> {
                    String verdict = check.passed() ? "PASS" : "FAIL";
                    return row(
                            "<span class=\"%s\">%s</span>".formatted(verdict, verdict),
                            escape(check.name()),
                            escape(check.shown()),
                            escape(check.wanted()));
                })
                .collect(
                        Collectors.joining(
                                "",
                                "<table><tr><th></th><th>target</th><th>measured</th><th>wanted</th></tr>",
                                "</table>\n"));
    }

    private static String part(Part part) {
        return switch (part) {
            case Part.Section section ->
                    "<h2>%s</h2><p>%s</p>"
                            .formatted(escape(section.heading()), escape(section.text()));
            case Part.Table table -> table(table);
            case Part.Bars bars -> figure(bars.caption(), bars.unit(), BarChart.svg(bars));
            case Part.Lines lines -> figure(lines.caption(), lines.unit(), LineChart.svg(lines));
        };
    }

    private static String figure(String caption, String unit, String svg) {
        return "<figure><figcaption>%s, %s</figcaption>%s</figure>"
                .formatted(escape(caption), escape(unit), svg);
    }

    private static String table(Part.Table table) {
        StringBuilder html = new StringBuilder("<table><caption>" + escape(table.caption()));
        html.append("</caption><tr>");
        table.columns().forEach(name -> html.append("<th>").append(escape(name)).append("</th>"));
        html.append("</tr>");
        for (List<Object> cells : table.rows()) {
            html.append(
                    row(cells.stream().map(c -> escape(TextTable.cell(c))).toArray(String[]::new)));
        }
        return html.append("</table>").toString();
    }

    private static String row(String... cells) {
        return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
