package dev.warren.app.drill.registry;

import dev.warren.app.lab.LabException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Several who do the same at the same time, and what went wrong for them. Thread-safe. */
final class Crew {

    private final List<String> problems = new ArrayList<>();
    private final CountDownLatch done;

    /** What each does. */
    @FunctionalInterface
    interface Task {
        void run(int number) throws IOException;
    }

    private Crew(int size) {
        done = new CountDownLatch(size);
    }

    static Crew start(int size, Task task) {
        Crew crew = new Crew(size);
        for (int i = 0; i < size; i++) {
            int number = i;
            Thread.ofPlatform().daemon().name("crew").start(() -> crew.work(task, number));
        }
        return crew;
    }

    private void work(Task task, int number) {
        try {
            task.run(number);
        } catch (IOException | LabException e) {
            note(e.toString());
        } catch (RuntimeException e) {
            note(e.toString());
            throw e;
        } finally {
            done.countDown();
        }
    }

    private synchronized void note(String problem) {
        problems.add(problem);
    }

    /**
     * Waits until all are done.
     *
     * @return what went wrong, for some of them
     */
    List<String> join(Duration limit) {
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                note(done.getCount() + " did not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            note("interrupted");
        }
        synchronized (this) {
            return List.copyOf(problems);
        }
    }
}
