package dev.warren.app.lab;

import java.util.Locale;

/** Curves over seconds as SVG, with a zero line, three marks on each axis and a legend. */
final class LineChart {

    private static final int LEFT = 80;
    private static final int WIDTH = 800;
    private static final int TOP = 10;
    private static final int PLOT = 220;
    private static final int BOTTOM = 30;
    private static final int LEGEND = 20;
    private static final int COLOURS = 5;

    private LineChart() {}

    static String svg(Part.Lines chart) {
        double seconds = 1;
        double most = 0;
        for (Part.Line line : chart.lines()) {
            for (Part.Point point : line.points()) {
                seconds = Math.max(seconds, point.second());
                most = Double.isNaN(point.value()) ? most : Math.max(most, point.value());
            }
        }
        most = most == 0 ? 1 : most;
        int height = TOP + PLOT + BOTTOM + LEGEND * chart.lines().size();
        StringBuilder svg =
                new StringBuilder(
                        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">"
                                .formatted(
                                        WIDTH, height, WIDTH, HtmlReport.escape(chart.caption())));
        svg.append(axes(seconds, most));
        for (int i = 0; i < chart.lines().size(); i++) {
            String colour = "var(--c" + i % COLOURS + ")";
            svg.append(curve(chart.lines().get(i), colour, seconds, most));
            svg.append(legend(chart.lines().get(i), colour, TOP + PLOT + BOTTOM + LEGEND * i));
        }
        return svg.append("</svg>").toString();
    }

    private static String axes(double seconds, double most) {
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i <= 2; i++) {
            double y = TOP + PLOT - i * PLOT / 2.0;
            double x = LEFT + i * (WIDTH - LEFT - 10) / 2.0;
            svg.append(
                    format(
                            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"var(--line)\"/>"
                                    + "<text class=\"soft\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>"
                                    + "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s s</text>",
                            LEFT,
                            WIDTH - 10,
                            y,
                            y,
                            LEFT - 8,
                            y + 4,
                            Check.figure(most * i / 2),
                            x,
                            TOP + PLOT + 18,
                            Check.figure(Math.rint(seconds * i / 2))));
        }
        return svg.toString();
    }

    private static String curve(Part.Line line, String colour, double seconds, double most) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (Part.Point point : line.points()) {
            boolean known = !Double.isNaN(point.value());
            if (known) {
                path.append(
                        format(
                                "%s%.1f %.1f",
                                drawing ? "L" : "M",
                                LEFT + point.second() / seconds * (WIDTH - LEFT - 10),
                                TOP + PLOT - point.value() / most * PLOT));
            }
            drawing = known;
        }
        return "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>"
                .formatted(path, colour);
    }

    private static String legend(Part.Line line, String colour, int top) {
        return format(
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>"
                        + "<text x=\"%d\" y=\"%d\">%s</text>",
                LEFT, top, colour, LEFT + 20, top + 11, HtmlReport.escape(line.label()));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
