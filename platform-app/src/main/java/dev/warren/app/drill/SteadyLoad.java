package dev.warren.app.drill;

import dev.warren.app.lab.Entrance;
import dev.warren.app.lab.HttpVisitor;
import dev.warren.app.lab.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** One visitor on one kept-alive connection who asks for a small page again and again. */
final class SteadyLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Entrance entrance;
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Thread thread;
    private volatile boolean stop;

    SteadyLoad(Entrance entrance) {
        this.entrance = entrance;
        thread = Thread.ofPlatform().daemon().name("steady-load").start(this::run);
    }

    private void run() {
        while (!stop) {
            try (var visitor = new HttpVisitor(entrance, 0, PATIENCE)) {
                while (!stop) {
                    ask(visitor);
                }
            } catch (IOException e) {
                failures.increment();
                Waiting.pass(Duration.ofMillis(100));
            }
        }
    }

    private void ask(HttpVisitor visitor) throws IOException {
        visitor.request("GET", "/", "");
        HttpVisitor.Head head = visitor.head();
        if (head.status() != OK || head.length() < 0) {
            throw new IOException("status " + head.status() + " (expected: 200 with a length)");
        }
        visitor.body().skipNBytes(head.length());
        answers.increment();
    }

    /** Answers a second, over a while from now on. */
    double rate(Duration length) {
        long before = answers.sum();
        long begin = System.nanoTime();
        Waiting.pass(length);
        return (answers.sum() - before) * 1e9 / (System.nanoTime() - begin);
    }

    long answers() {
        return answers.sum();
    }

    /** Connections that ended otherwise than by {@link #close}, and wrong answers. */
    long failures() {
        return failures.sum();
    }

    @Override
    public void close() {
        stop = true;
        Waiting.until(PATIENCE, () -> !thread.isAlive());
    }
}
