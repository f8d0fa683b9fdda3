package dev.warren.registry.fill;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.Reservation;
import dev.warren.registry.fill.FillMetrics.End;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.source.Answer.Cause;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.upstream.RemoteBlob;
import dev.warren.registry.upstream.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** So much done, or so little left, is worth to be finished even if nobody waits for it. */
    private static final int PART = 4;

    private static final long LITTLE = 64L << 20;

    private final Order order;
    private final Tools tools;
    private final CompletableFuture<Reply<Fetched>> begun = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    // the running thread's own
    private End end = End.BUSY;
    private Reply<Fetched> otherwise =
            new Reply.Failed<>(Cause.BROKEN, LATER, "fetching the blob failed");
    private Machines.Turn turn = Machines.Turn.FREE;

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
            return new Reply.Failed<>(Cause.BROKEN, LATER, "fetching the blob failed");
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
     * Fetches.
     *
     * @param turns of which one is needed
     * @param quit takes this from what is under way; with true only if it is unwanted
     */
    void run(Semaphore turns, Quit quit) {
        thread = Thread.currentThread();
        try {
            Optional<Machines.Turn> mine =
                    order.origin().isOurs()
                            ? Optional.of(turn)
                            : tools.machines().take(order.digest());
            if (mine.isPresent()) {
                try (Machines.Turn held = mine.get()) {
                    turn = held;
                    runInTurn(turns, quit);
                }
            } else {
                end = End.ELSEWHERE;
                otherwise = new Reply.Good<>(new Fetched(via(), Optional.empty(), true));
            }
        } catch (BudgetExceededException full) {
            otherwise = busy();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            otherwise = busy();
        } catch (FillException failed) {
            end = failed.end();
            LOG.warn(
                    "blob not fetched upstream={} digest={} cause={}",
                    order.origin().name(),
                    order.digest(),
                    failed.getMessage());
            otherwise =
                    new Reply.Failed<>(Cause.BROKEN, LATER, String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            end = End.FULL;
            LOG.warn("blob not written digest={} cause={}", order.digest(), failed.toString());
        } finally {
            quit.quit(false);
            breakOff();
            tools.metrics().ended(order.origin().name(), end);
            begun.complete(otherwise);
        }
    }

    private void runInTurn(Semaphore turns, Quit quit)
            throws FillException, IOException, InterruptedException {
        if (!turns.tryAcquire(tools.limits().turn().toMillis(), TimeUnit.MILLISECONDS)) {
            otherwise = busy();
            return;
        }
        try (Reservation _ = tools.memory().reserve(Pump.BUFFER, tools.limits().turn())) {
            Reply<RemoteBlob> reply = open();
            end = End.REFUSED;
            otherwise =
                    reply.then(_ -> new Reply.Good<>(new Fetched(via(), Optional.empty(), false)));
            if (reply instanceof Reply.Good<RemoteBlob>(RemoteBlob remote)) {
                end = fetch(remote, quit);
            }
        } finally {
            turns.release();
        }
    }

    /** Leaves what is under way. */
    @FunctionalInterface
    interface Quit {
        boolean quit(boolean onlyIfUnwanted);
    }

    private void breakOff() {
        Fill coming = fill;
        if (coming != null) {
            coming.breakOff();
        }
    }

    private static Reply<Fetched> busy() {
        return new Reply.Failed<>(Cause.BUSY, LATER, "too many blobs are being fetched already");
    }

    private Reply<RemoteBlob> open() {
        return order.origin().open(order.digest(), 0, null, tools.limits().maxBlob());
    }

    private End fetch(RemoteBlob remote, Quit quit) throws FillException, IOException {
        try (remote) {
            OptionalLong size = size(remote);
            Optional<Room.Claim> claim = tools.room().claim(order.origin().name(), size.orElse(0));
            if (claim.isEmpty()) {
                return End.FULL;
            }
            try (Room.Claim room = claim.get()) {
                return receive(remote, size, room, quit);
            }
        }
    }

    /** The size that upstream and manifest agree on. */
    private OptionalLong size(RemoteBlob remote) throws FillException {
        OptionalLong said = remote.size();
        OptionalLong expected = order.expected();
        if (said.isPresent() && expected.isPresent() && !said.equals(expected)) {
            order.origin().suspect("another size than its manifest says for " + order.digest());
            throw new FillException(
                    End.MISMATCH,
                    "%s sends %d bytes (expected: %d, as its manifest says)"
                            .formatted(
                                    order.origin().name(), said.getAsLong(), expected.getAsLong()));
        }
        OptionalLong size = said.isPresent() ? said : expected;
        long most = tools.limits().maxBlob().toBytes();
        if (size.isPresent() && size.getAsLong() > most) {
            throw new FillException(
                    End.REFUSED,
                    "the blob has %d bytes (expected: at most %d)"
                            .formatted(size.getAsLong(), most));
        }
        return size;
    }

    private End receive(RemoteBlob remote, OptionalLong size, Room.Claim room, Quit quit)
            throws FillException, IOException {
        IncomingBlob incoming = order.keeper().begin(tools.files(), order.digest().algorithm());
        boolean kept = false;
        try {
            if (!isTaken(incoming, size.orElse(0))) {
                return End.FULL;
            }
            if (size.isPresent()) {
                room.written(size.getAsLong());
                begin(size.getAsLong(), incoming, 0);
            }
            new Pump(order, tools, incoming, size, stop)
                    .run(
                            remote,
                            (bytes, of) -> {
                                if (size.isEmpty()) {
                                    makeRoom(room, of);
                                }
                                turn.written(bytes, size.orElse(0));
                                written(bytes, quit);
                            });
            verify(incoming);
            if (size.isEmpty()) {
                begin(incoming.size(), incoming, incoming.size());
            }
            kept = keep(incoming);
            return kept ? End.STORED : End.UNKEPT;
        } finally {
            if (!kept) {
                // before the file goes, so that nobody who comes now waits for it
                quit.quit(false);
                breakOff();
                incoming.discard();
            }
        }
    }

    /** Whether the disk has the room that was promised. */
    private boolean isTaken(IncomingBlob incoming, long bytes) {
        return DiskBlocks.take(incoming.path(), bytes)
                || tools.room().makeRoom(bytes) && DiskBlocks.take(incoming.path(), bytes);
    }

    /** Asks for the room that nobody could ask for before. */
    private static void makeRoom(Room.Claim room, long bytes) throws FillException {
        if (!room.more(bytes)) {
            throw new FillException(End.FULL, "there is no room to keep the blob");
        }
        room.written(bytes);
    }

    /** Tells readers, and ends the fetch when nobody wants it. */
    private void written(long bytes, Quit quit) throws FillException {
        Fill coming = fill;
        if (coming != null) {
            coming.written(bytes);
        }
        if (isUnwanted() && quit.quit(true)) {
            throw new FillException(End.ABANDONED, "nobody wants it any more");
        }
    }

    /** Lets readers in, who find {@code right} bytes. */
    private void begin(long size, IncomingBlob incoming, long right) {
        Fill coming =
                new Fill(
                        order.digest(),
                        size,
                        incoming.path(),
                        tools.files().store(),
                        tools.clock());
        if (right == size) {
            coming.verified();
        }
        fill = coming;
        begun.complete(new Reply.Good<>(new Fetched(via(), Optional.of(coming), false)));
    }

    private void verify(IncomingBlob incoming) throws FillException, IOException {
        Digest wanted = order.digest();
        if (!incoming.digest(wanted.algorithm()).equals(wanted)) {
            order.origin().suspect("wrong bytes for " + wanted);
            throw new FillException(
                    End.MISMATCH, order.origin().name() + " sent wrong bytes for this digest");
        }
    }

    /** Whoever reads has all of it from now on; whether it stays is another matter. */
    private boolean keep(IncomingBlob incoming) {
        Fill coming = fill;
        if (coming != null) {
            coming.verified();
        }
        try {
            incoming.bring();
            order.keeper()
                    .keep(
                            incoming.size(),
                            () -> {
                                if (!incoming.commit(order.digest())) {
                                    throw new IOException("the file is not what was written");
                                }
                            });
        } catch (IOException | RuntimeException failed) {
            LOG.warn("blob not kept digest={} cause={}", order.digest(), failed.toString());
            return false;
        }
        if (coming != null) {
            coming.stored();
        }
        return true;
    }
}
