package dev.warren.registry.fill;

import dev.warren.registry.fill.FillMetrics.End;
import dev.warren.registry.oci.Digest;
import dev.warren.registry.store.IncomingBlob;
import dev.warren.registry.upstream.RemoteBlob;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what an upstream sends: to a file that readers follow, checks it, and has it kept. Used
 * once, by one thread.
 */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Order order;
    private final Tools tools;
    private final Machines.Turn turn;
    private final Readers readers;
    private final CountDownLatch stop;
    private @Nullable Fill fill;

    /** Who waits for the blob. */
    interface Readers {

        /** They read {@code coming} from now on. */
        void begin(Fill coming);

        /** Whether nobody wants the blob any more, and nobody can want it from now on. */
        boolean isLeft();

        /** Nobody joins from now on, and those who read get no more. */
        void breakOff();
    }

    /**
     * @param turn told how far it is
     * @param stop ends it early
     */
    Reception(Order order, Tools tools, Machines.Turn turn, Readers readers, CountDownLatch stop) {
        this.order = order;
        this.tools = tools;
        this.turn = turn;
        this.readers = readers;
        this.stop = stop;
    }

    /**
     * Takes all of it.
     *
     * @return {@link End#FULL} when there is no room, and nothing was read
     */
    End take(RemoteBlob remote) throws FillException, IOException {
        try (remote) {
            OptionalLong size = size(remote);
            Optional<Room.Claim> claim = tools.room().claim(order.origin().name(), size.orElse(0));
            if (claim.isEmpty()) {
                return End.FULL;
            }
            try (Room.Claim room = claim.get()) {
                return receive(remote, size, room);
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

    private End receive(RemoteBlob remote, OptionalLong size, Room.Claim room)
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
                                written(bytes);
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
                readers.breakOff();
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
    private void written(long bytes) throws FillException {
        if (fill != null) {
            fill.written(bytes);
        }
        if (readers.isLeft()) {
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
        readers.begin(coming);
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
        if (fill != null) {
            fill.verified();
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
        if (fill != null) {
            fill.stored();
        }
        return true;
    }
}
