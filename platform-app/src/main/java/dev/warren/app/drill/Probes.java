package dev.warren.app.drill;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.HttpVisitor;
import dev.warren.app.lab.Stats;
import dev.warren.app.lab.Turns;
import dev.warren.app.lab.Waiting;
import dev.warren.app.lab.WarrenServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks each of some places for a small page five times a second, on a connection of its own each
 * time, and notes how long the answer took. Thread-safe.
 */
public final class Probes implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FIRST_ERROR = 400;

    private final Map<String, List<Double>> millis = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private int failures;
    private volatile boolean stop;

    /**
     * A place to ask.
     *
     * @param path to GET; any status below 400 is an answer
     */
    public record Place(String name, Entrance entrance, String path) {}

    /** Asks other parts of a Warren than the one that has the load, and {@code more}. */
    public static Probes ofOthers(WarrenServer warren, Place... more) {
        List<Place> places = new ArrayList<>(List.of(more));
        places.add(new Place("console", new Entrance(warren.httpPort(), "localhost"), "/"));
        places.add(
                new Place(
                        "health",
                        new Entrance(warren.managementPort(), "localhost"),
                        "/actuator/health/liveness"));
        return new Probes(places);
    }

    private Probes(List<Place> places) {
        for (Place place : places) {
            millis.put(place.name(), new ArrayList<>());
            threads.add(Thread.ofPlatform().daemon().name(Turns.FIRST).start(() -> ask(place)));
        }
    }

    private void ask(Place place) {
        while (!stop) {
            long begin = System.nanoTime();
            boolean answered = answers(place);
            note(place.name(), (System.nanoTime() - begin) / 1e6, answered);
            Waiting.pass(PAUSE);
        }
    }

    private static boolean answers(Place place) {
        try (var visitor = new HttpVisitor(place.entrance(), 0, PATIENCE)) {
            visitor.request("GET", place.path(), "Connection: close\r\n");
            return visitor.head().status() < FIRST_ERROR;
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized void note(String place, double took, boolean answered) {
        if (answered) {
            millis.getOrDefault(place, new ArrayList<>()).add(took);
        } else {
            failures++;
        }
    }

    public synchronized int failures() {
        return failures;
    }

    /** Milliseconds below which 99 of 100 answers came since the last call, for each place. */
    public synchronized Map<String, Double> takeP99() {
        Map<String, Double> figures = new LinkedHashMap<>();
        millis.forEach((place, took) -> {
            figures.put(place, Stats.quantile(took, 0.99));
            took.clear();
        });
        return figures;
    }

    @Override
    public void close() {
        stop = true;
        Waiting.until(PATIENCE, () -> threads.stream().noneMatch(Thread::isAlive));
    }
}
