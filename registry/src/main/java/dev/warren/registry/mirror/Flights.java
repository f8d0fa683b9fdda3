package dev.warren.registry.mirror;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions that are being asked, each by one thread for all who want to know; failures are answers
 * like others. Bounded in how many are asked at once. Thread-safe.
 */
final class Flights<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Flights.class);
    private static final int AT_ONCE = 512;

    private final ConcurrentMap<Key, CompletableFuture<T>> flights = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(AT_ONCE);

    /**
     * What {@code question} comes to, asked by whoever was first.
     *
     * @param wait how long to wait for it; the question goes on after that
     * @return empty when it takes longer, failed, or too many are being asked
     */
    Optional<T> ask(Key key, Supplier<T> question, Duration wait) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> first = flights.putIfAbsent(key, mine);
        if (first == null && !begin(key, mine, question)) {
            return Optional.empty();
        }
        return await(first == null ? mine : first, wait);
    }

    private boolean begin(Key key, CompletableFuture<T> mine, Supplier<T> question) {
        if (!room.tryAcquire()) {
            flights.remove(key, mine);
            mine.cancel(false);
            return false;
        }
        Thread.ofVirtual()
                .name("warren-registry-ask")
                .start(() -> {
                    try {
                        T answer = question.get();
                        flights.remove(key, mine);
                        mine.complete(answer);
                    } catch (RuntimeException failed) {
                        LOG.warn("question failed key={} cause={}", key, failed.toString());
                        flights.remove(key, mine);
                        mine.completeExceptionally(failed);
                    } finally {
                        room.release();
                    }
                });
        return true;
    }

    private Optional<T> await(CompletableFuture<T> flight, Duration wait) {
        try {
            return Optional.of(flight.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException | CancellationException notNow) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
