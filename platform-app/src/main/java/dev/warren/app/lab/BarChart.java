package dev.warren.app.lab;

import java.util.Locale;

/** Horizontal bars as SVG, each with its figure, and a mark at the target. */
final class BarChart {

    private static final int LABELS = 300;
    private static final int PLOT = 420;
    private static final int FIGURES = 80;
    private static final int ROW = 26;

    private BarChart() {}

    static String svg(Part.Bars chart) {
        double most = Double.isNaN(chart.target()) ? 0 : chart.target();
        for (Part.Bar bar : chart.bars()) {
            most = Double.isNaN(bar.value()) ? most : Math.max(most, bar.value());
        }
        double scale = most > 0 ? PLOT / most : 0;
        int height = ROW * chart.bars().size() + 8;
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(
                                LABELS + PLOT + FIGURES,
                                height,
                                LABELS + PLOT + FIGURES,
                                HtmlReport.escape(chart.caption())));
        for (int i = 0; i < chart.bars().size(); i++) {
            svg.append(bar(chart.bars().get(i), i * ROW + 4, scale));
        }
        if (!Double.isNaN(chart.target())) {
            double x = LABELS + chart.target() * scale;
            svg.append(
                    format(
                            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\""
                                    + " stroke=\"var(--ink)\" stroke-dasharray=\"4 3\"/>",
                            x, x, height));
        }
        return svg.append("</svg>").toString();
    }

    private static String bar(Part.Bar bar, int top, double scale) {
        double width = Double.isNaN(bar.value()) ? 0 : Math.max(0, bar.value() * scale);
        return format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"var(--c0)\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text>",
                LABELS - 10,
                top + 14,
                HtmlReport.escape(bar.label()),
                LABELS,
                top,
                width,
                ROW - 8,
                LABELS + width + 8,
                top + 14,
                Check.figure(bar.value()));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
