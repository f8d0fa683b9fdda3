package dev.warren.registry.upstream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.core.outbound.OutboundResponse;
import dev.warren.registry.source.Answer.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer's body in memory that is reserved for it.
 *
 * @param bytes all of them
 */
record Held(byte[] bytes, Reservation reservation) implements AutoCloseable {

    private static final Duration LATER = Duration.ofSeconds(5);

    /**
     * Reads all of {@code response}.
     *
     * @param most bytes at most
     * @param who the upstream's name, for words
     */
    static Reply<Held> read(OutboundResponse response, int most, MemoryBudget budget, String who) {
        long length = response.header("Content-Length").map(Held::number).orElse(-1L);
        if (length > most) {
            return tooLarge(who, most);
        }
        // without a length the parts it came in and the whole are there at once
        Optional<Reservation> room =
                budget.tryReserve(length < 0 ? 2L * most : Math.max(1, length));
        if (room.isEmpty()) {
            return new Reply.Failed<>(Cause.BUSY, LATER, "too much is being fetched already");
        }
        Reservation reservation = room.get();
        boolean held = false;
        try {
            byte[] bytes = response.body().readNBytes(length < 0 ? most : (int) length);
            if (bytes.length < length || response.body().read() >= 0) {
                return length < 0 ? tooLarge(who, most) : broken(who);
            }
            reservation.shrink(reservation.bytes() - Math.max(1, bytes.length));
            held = true;
            return new Reply.Good<>(new Held(bytes, reservation));
        } catch (IOException cut) {
            return broken(who);
        } finally {
            if (!held) {
                reservation.close();
            }
        }
    }

    private static long number(String text) {
        return text.strip().matches("\\d{1,18}") ? Long.parseLong(text.strip()) : -1;
    }

    private static Reply<Held> tooLarge(String who, int most) {
        return new Reply.Failed<>(
                Cause.BROKEN,
                LATER,
                "%s sends too much (expected: at most %d bytes)".formatted(who, most));
    }

    private static Reply<Held> broken(String who) {
        return new Reply.Failed<>(Cause.BROKEN, LATER, who + " breaks off");
    }

    @Override
    public void close() {
        reservation.close();
    }
}
