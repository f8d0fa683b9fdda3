package dev.warren.tunnels.inspect;

import dev.warren.tunnels.inspect.spill.SpillRing;
import dev.warren.tunnels.inspect.spill.Spilled;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an exchange's bodies, and of both directions once it has left HTTP. Used under
 * the recording's lock. Whatever adds bytes says whether all are kept that should be.
 */
final class Bodies {

    private final int limit;
    private final Optional<SpillRing> spill;
    private final Charge charge;
    private final Prefix response;

    // few exchanges have these
    private @Nullable Prefix request;
    private @Nullable Prefix fromVisitor;
    private @Nullable Prefix toVisitor;
    private @Nullable Spilled spilled;

    /**
     * @param limit how much of each is kept, in bytes
     * @param spill where a request's body goes that is longer
     * @param charge what the bytes are held by
     */
    Bodies(int limit, Optional<SpillRing> spill, Charge charge) {
        this.limit = limit;
        this.spill = spill;
        this.charge = charge;
        this.response = new Prefix(limit, charge);
    }

    boolean request(ByteBuf wire, long millis) {
        if (request == null) {
            request = new Prefix(limit, charge);
        }
        if (spill.isPresent()) {
            spill(spill.get(), request, wire);
        }
        return request.add(wire, millis);
    }

    private void spill(SpillRing ring, Prefix request, ByteBuf wire) {
        boolean first = spilled == null && !request.isOver();
        boolean longer = request.total() + wire.readableBytes() > limit;
        // what is not kept here any more cannot be whole there
        if (first && longer && !request.isRefused() && !charge.isClosed()) {
            spilled = ring.begin();
            spilled.add(request.kept());
        }
        if (spilled != null) {
            spilled.add(wire);
        }
    }

    boolean response(ByteBuf wire, long millis) {
        return response.add(wire, millis);
    }

    boolean fromVisitor(ByteBuf bytes, long millis) {
        if (fromVisitor == null) {
            fromVisitor = new Prefix(limit, charge);
        }
        return fromVisitor.add(bytes, millis);
    }

    boolean toVisitor(ByteBuf bytes, long millis) {
        if (toVisitor == null) {
            toVisitor = new Prefix(limit, charge);
        }
        return toVisitor.add(bytes, millis);
    }

    /** The request's body, chunked framing included, when it is whole on disk. */
    Optional<Spilled> spilledRequest() {
        return Optional.ofNullable(spilled)
                .filter(body -> !body.isLost() && body.bytes() == total(request));
    }

    /** How many came from the visitor, framing included. */
    long fromVisitorBytes() {
        return total(request) + total(fromVisitor);
    }

    /** How many went to the visitor, framing included. */
    long toVisitorBytes() {
        return response.total() + total(toVisitor);
    }

    private static long total(@Nullable Prefix prefix) {
        return prefix == null ? 0 : prefix.total();
    }

    Captured copy(Summary summary, byte[] requestHead, byte[] responseHead) {
        return new Captured(
                summary,
                HeadText.lines(requestHead),
                HeadText.lines(responseHead),
                copy(request),
                response.copy(),
                copy(fromVisitor),
                copy(toVisitor));
    }

    private static Stretch copy(@Nullable Prefix prefix) {
        return prefix == null ? Stretch.NONE : prefix.copy();
    }

    /** Keeps nothing any more, and counts on. */
    void drop() {
        spilled = null;
        drop(request);
        drop(response);
        drop(fromVisitor);
        drop(toVisitor);
    }

    private static void drop(@Nullable Prefix prefix) {
        if (prefix != null) {
            prefix.drop();
        }
    }
}
