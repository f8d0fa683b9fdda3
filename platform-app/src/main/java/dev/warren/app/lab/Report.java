package dev.warren.app.lab;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has found so far; printed as it comes and written down at the end. Not thread-safe.
 */
public final class Report {

    private final String title;
    private final Instant started;
    private final PrintStream console;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    public Report(String title, Instant started, PrintStream console) {
        this.title = title;
        this.started = started;
        this.console = console;
    }

    /** Notes what the run was made with. */
    public void fact(String name, String value) {
        facts.put(name, value);
    }

    /** Judges a target and prints the verdict. */
    public void check(Check check) {
        checks.add(check);
        console.println(check.line());
    }

    /** Says what happens now, on the console only. */
    public void progress(String line) {
        console.println("      " + line);
    }

    /** Adds a piece; tables are printed too. */
    public void add(Part part) {
        parts.add(part);
        switch (part) {
            case Part.Section section -> console.println("\n" + section.heading());
            case Part.Table table -> TextTable.print(table, console);
            case Part.Bars bars -> {}
            case Part.Lines lines -> {}
        }
    }

    /** Whether every target was reached, and there was one. */
    public boolean passed() {
        return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
    }

    public String title() {
        return title;
    }

    public Instant started() {
        return started;
    }

    public Map<String, String> facts() {
        return facts;
    }

    public List<Check> checks() {
        return checks;
    }

    public List<Part> parts() {
        return parts;
    }
}
