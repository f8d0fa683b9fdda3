package dev.warren.app.lab;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Tables for a terminal. */
final class TextTable {

    private TextTable() {}

    static void print(Part.Table table, PrintStream console) {
        List<List<String>> lines = new ArrayList<>(List.of(table.columns()));
        table.rows().forEach(row -> lines.add(row.stream().map(TextTable::cell).toList()));
        int[] widths = new int[table.columns().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        console.println(table.caption());
        lines.forEach(line -> console.println("  " + padded(line, widths).stripTrailing()));
    }

    /** A cell as text; numbers get as many digits as are worth reading. */
    static String cell(Object cell) {
        return cell instanceof Number number ? Check.figure(number.doubleValue()) : cell.toString();
    }

    private static String padded(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - line.get(i).length());
            text.append(i == 0 ? line.get(i) + blanks : blanks + line.get(i)).append("  ");
        }
        return text.toString();
    }
}
