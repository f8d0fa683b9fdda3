package dev.warren.registry.fill;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.Reservation;
import dev.warren.registry.fill.FillMetrics.End;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One fetch from its beginning to its end. {@link #run} has a thread of its own. */
final class FillTask {

    private static final Logger LOG = LoggerFactory.getLogger(FillTask.class);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final String FAILED = "fetching the blob failed";

    /** So much done, or so little left, is worth to be finished even if nobody waits for it. */
    private static final int PART = 4;

    private static final long LITTLE = 64L << 20;

    private final Order order;
    private final Tools tools;
    private final CompletableFuture<Reply<Fetched>> begun = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    private volatile @Nullable Fill fill;
    private volatile @Nullable Thread thread;

    FillTask(Order order, Tools tools) {
        this.order = order;
        this.tools = tools;
    }

    String via() {
        return order.origin().via();
    }

    /** Says that somebody is about to read. */
    void touch() {
        Fill coming = fill;
        if (coming != null) {
            coming.touch();
        }
    }

    /** Whether nobody wants it and it is not worth to be finished. */
    boolean isUnwanted() {
        Fill coming = fill;
        if (coming == null || !coming.isForgotten()) {
            return false;
        }
        long done = coming.available();
        return done < coming.size() / PART && coming.size() - done > LITTLE;
    }

    /** What came of it, as soon as the upstream has begun to answer. */
    Reply<Fetched> await(Duration time) {
        try {
            return begun.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Reply.Failed<>(
                    Cause.SLOW, LATER, order.origin().name() + " takes too long to answer");
        } catch (ExecutionException impossible) {
            return new Reply.Failed<>(Cause.BROKEN, LATER, FAILED);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reply.Failed<>(Cause.BUSY, LATER, "the registry stops");
        }
    }

    void stop() {
        stop.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * How it ended.
     *
     * @param answer what is told to who still waits for the upstream's answer
     */
    private record Outcome(End end, Reply<Fetched> answer) {

        static Outcome failed(End end, Cause cause, String words) {
            return new Outcome(end, new Reply.Failed<>(cause, LATER, words));
        }

        static Outcome busy() {
            return failed(End.BUSY, Cause.BUSY, "too many blobs are being fetched already");
        }
    }

    /**
     * Fetches.
     *
     * @param turns of which one is needed
     * @param quit takes this from what is under way; with true only if it is unwanted
     */
    void run(Semaphore turns, Quit quit) {
        thread = Thread.currentThread();
        Outcome outcome = Outcome.failed(End.BUSY, Cause.BROKEN, FAILED);
        try {
            outcome = fetch(turns, quit);
        } catch (BudgetExceededException full) {
            outcome = Outcome.busy();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            outcome = Outcome.busy();
        } catch (IOException failed) {
            outcome = unwritten(failed, new Reply.Failed<>(Cause.BROKEN, LATER, FAILED));
        } finally {
            breakOff(quit);
            tools.metrics().ended(order.origin().name(), outcome.end());
            begun.complete(outcome.answer());
        }
    }

    private Outcome fetch(Semaphore turns, Quit quit) throws IOException, InterruptedException {
        Optional<Machines.Turn> mine =
                order.origin().isOurs()
                        ? Optional.of(Machines.Turn.FREE)
                        : tools.machines().take(order.digest());
        if (mine.isEmpty()) {
            return new Outcome(End.ELSEWHERE, new Reply.Good<>(fetched(Optional.empty(), true)));
        }
        try (Machines.Turn turn = mine.get()) {
            if (!turns.tryAcquire(tools.limits().turn().toMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.busy();
            }
            try (Reservation _ = tools.memory().reserve(Pump.BUFFER, tools.limits().turn())) {
                return fetch(turn, quit);
            } finally {
                turns.release();
            }
        }
    }

    private Outcome fetch(Machines.Turn turn, Quit quit) {
        Reply<RemoteBlob> reply =
                order.origin().open(order.digest(), 0, null, tools.limits().maxBlob());
        Reply<Fetched> answer = reply.then(_ -> new Reply.Good<>(fetched(Optional.empty(), false)));
        if (!(reply instanceof Reply.Good<RemoteBlob>(RemoteBlob remote))) {
            return new Outcome(End.REFUSED, answer);
        }
        var reception = new Reception(order, tools, turn, readers(quit), stop);
        try {
            return new Outcome(reception.take(remote), answer);
        } catch (FillException failed) {
            LOG.warn(
                    "blob not fetched upstream={} digest={} cause={}",
                    order.origin().name(),
                    order.digest(),
                    failed.getMessage());
            return Outcome.failed(failed.end(), Cause.BROKEN, String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            return unwritten(failed, answer);
        }
    }

    private Outcome unwritten(IOException failed, Reply<Fetched> answer) {
        LOG.warn("blob not written digest={} cause={}", order.digest(), failed.toString());
        return new Outcome(End.FULL, answer);
    }

    private Fetched fetched(Optional<Fill> coming, boolean stored) {
        return new Fetched(via(), coming, stored);
    }

    /** Leaves what is under way. */
    @FunctionalInterface
    interface Quit {
        boolean quit(boolean onlyIfUnwanted);
    }

    private Reception.Readers readers(Quit quit) {
        return new Reception.Readers() {
            @Override
            public void begin(Fill coming) {
                fill = coming;
                begun.complete(new Reply.Good<>(fetched(Optional.of(coming), false)));
            }

            @Override
            public boolean isLeft() {
                return isUnwanted() && quit.quit(true);
            }

            @Override
            public void breakOff() {
                FillTask.this.breakOff(quit);
            }
        };
    }

    private void breakOff(Quit quit) {
        quit.quit(false);
        Fill coming = fill;
        if (coming != null) {
            coming.breakOff();
        }
    }
}
