package dev.warren.app.bench.registry;

import dev.warren.app.lab.LabException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Several clients at once, each on a thread of its own. */
final class Clients {

    private static final long LIMIT_SECONDS = 900;

    private Clients() {}

    /** What one client does. */
    @FunctionalInterface
    interface Task {
        void run(int number) throws IOException;
    }

    /**
     * Has all of them begin in the same moment.
     *
     * @return seconds until the last was done
     * @throws LabException when one of them failed
     */
    static double run(int clients, Task task) {
        CountDownLatch go = new CountDownLatch(1);
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            FutureTask<Void> each =
                    new FutureTask<>(() -> {
                        if (go.await(1, TimeUnit.MINUTES)) {
                            task.run(number);
                        }
                        return null;
                    });
            Thread.ofPlatform().daemon().name("client").start(each);
            tasks.add(each);
        }
        long begin = System.nanoTime();
        go.countDown();
        for (FutureTask<Void> each : tasks) {
            await(each);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void await(FutureTask<Void> task) {
        try {
            task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new LabException("a client failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new LabException("a client took more than %d s".formatted(LIMIT_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
