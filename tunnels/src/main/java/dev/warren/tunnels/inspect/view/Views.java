package dev.warren.tunnels.inspect.view;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.tunnels.inspect.Captured;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.Stretch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where recordings are made readable: few at a time, each in memory that was reserved for it. Waits
 * for both, so only virtual threads come here.
 */
public final class Views {

    private static final int AT_A_TIME = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Unpacked bytes are held as bytes, as text, and as what is written of both. */
    private static final int COPIES = 6;

    private static final int SMALL = 16 * 1024;

    private final MemoryBudget budget;
    private final int most;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /**
     * @param most how much of each body is unpacked, in bytes
     */
    public Views(MemoryBudget budget, int most) {
        this.budget = budget;
        this.most = most;
    }

    /**
     * Makes a recording readable and takes what is wanted out of it.
     *
     * @param use keeps nothing that is long
     * @return empty when there was no memory, or no place, within five seconds
     */
    public <T> Optional<T> look(Recording recording, Function<Shown, T> use)
            throws InterruptedException {
        var result = new AtomicReference<T>();
        return print(recording, use, result::set) ? Optional.of(result.get()) : Optional.empty();
    }

    /**
     * Makes a recording readable, and gives what is written of it to {@code print}, which may take
     * its time: it keeps its own memory then, and nobody else's place.
     *
     * @return whether there were memory and a place within five seconds
     */
    public <T> boolean print(
            Recording recording, Function<Shown, T> write, Consumer<? super T> print)
            throws InterruptedException {
        long bytes = 2 * recording.bytes() + 2L * COPIES * most;
        try (Reservation held = budget.reserve(bytes, PATIENCE)) {
            Optional<T> written = unpack(recording, write, held);
            written.ifPresent(print);
            return written.isPresent();
        } catch (BudgetExceededException full) {
            return false;
        }
    }

    private <T> Optional<T> unpack(Recording recording, Function<Shown, T> write, Reservation held)
            throws InterruptedException {
        if (!places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        Captured captured = recording.copy();
        Stream<Head> heads =
                Stream.of(captured.requestHead(), captured.responseHead()).map(Head::parse);
        try (Reservation _ = budget.reserve(unpacking(heads), PATIENCE)) {
            Shown shown = Shown.of(captured, most);
            T written = write.apply(shown);
            long unpacked = shown.requestBody().data().length + shown.responseBody().data().length;
            long needed = 2 * recording.bytes() + COPIES * unpacked + SMALL;
            held.shrink(Math.max(0, held.bytes() - needed));
            return Optional.of(written);
        } finally {
            places.release();
        }
    }

    /**
     * Unpacks a body that was captured elsewhere, without chunked framing.
     *
     * @return empty when there was no memory, or no place, within five seconds
     */
    public <T> Optional<T> body(Head head, Stretch stretch, Function<Body, T> use)
            throws InterruptedException {
        if (!places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        long bytes = stretch.bytes().length + (long) COPIES * most + unpacking(Stream.of(head));
        try (Reservation _ = budget.reserve(bytes, PATIENCE)) {
            return Optional.of(use.apply(Body.of(head, stretch, true, most)));
        } catch (BudgetExceededException full) {
            return Optional.empty();
        } finally {
            places.release();
        }
    }

    /** One direction is unpacked after the other. */
    private static long unpacking(Stream<Head> heads) {
        return heads.flatMap(head -> head.words("Content-Encoding").stream())
                .flatMap(word -> Coding.of(word).stream())
                .mapToLong(Coding::memory)
                .max()
                .orElse(0);
    }
}
