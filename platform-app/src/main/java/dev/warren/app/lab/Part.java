package dev.warren.app.lab;

import java.util.List;

/** A piece of a report, in reading order. */
public sealed interface Part {

    /** A heading, and what the following pieces show. */
    record Section(String heading, String text) implements Part {}

    /**
     * Rows of words and figures.
     *
     * @param columns one name for each cell of a row
     * @param rows cells are strings or numbers
     */
    record Table(String caption, List<String> columns, List<List<Object>> rows) implements Part {

        public Table {
            for (List<Object> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "row: %d cells (expected: %d)".formatted(row.size(), columns.size()));
                }
            }
        }
    }

    /**
     * One bar for each case.
     *
     * @param target where a mark is drawn; NaN for none
     */
    record Bars(String caption, String unit, double target, List<Bar> bars) implements Part {}

    /** A bar of {@link Bars}. */
    record Bar(String label, double value) {}

    /** Curves over the seconds of a run. */
    record Lines(String caption, String unit, List<Line> lines) implements Part {}

    /** A curve of {@link Lines}. */
    record Line(String label, List<Point> points) {}

    /** A value at a second. NaN is a gap. */
    record Point(double second, double value) {}
}
