package dev.warren.app.drill;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many {@link SlowVisitor}s of one kind. Confined to the thread that made it. */
final class Crowd implements AutoCloseable {

    static final List<String> COLUMNS =
            List.of("kind", "count", "moved bytes", "refused", "broken", "MB in all");

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final String name;
    private final List<SlowVisitor> visitors = new ArrayList<>();

    /** Starts them, by turns at each of the entrances. */
    Crowd(String name, SlowVisitor.Kind kind, int count, List<Entrance> entrances) {
        this.name = name;
        for (int i = 0; i < count; i++) {
            visitors.add(SlowVisitor.start(entrances.get(i % entrances.size()), kind));
        }
    }

    /** Bytes that all together have moved so far. */
    long bytes() {
        return visitors.stream().mapToLong(SlowVisitor::bytes).sum();
    }

    int size() {
        return visitors.size();
    }

    /** Waits until nothing moved for a second. */
    void awaitStandstill(Duration limit) {
        long[] last = {-1};
        Waiting.until(
                limit,
                () -> {
                    long before = last[0];
                    last[0] = bytes();
                    if (before != last[0]) {
                        Waiting.pass(LOOK);
                    }
                    return before == last[0];
                });
    }

    /** Whether each was served, or told in words that there is no room. */
    boolean content() {
        return visitors.stream()
                .allMatch(visitor ->
                        visitor.problem().isEmpty() && (visitor.bytes() > 0 || visitor.refused()));
    }

    /** How many were told in words that there is no room. */
    long refused() {
        return visitors.stream().filter(SlowVisitor::refused).count();
    }

    /** Why the first of those broke that did; empty when none did. */
    String firstProblem() {
        return visitors.stream()
                .map(SlowVisitor::problem)
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** A row for {@link #COLUMNS}. */
    List<Object> row() {
        return List.of(
                name,
                size(),
                visitors.stream().filter(visitor -> visitor.bytes() > 0).count(),
                refused(),
                visitors.stream().filter(visitor -> !visitor.problem().isEmpty()).count(),
                bytes() / 1e6);
    }

    @Override
    public void close() throws IOException {
        for (SlowVisitor visitor : visitors) {
            visitor.close();
        }
    }
}
