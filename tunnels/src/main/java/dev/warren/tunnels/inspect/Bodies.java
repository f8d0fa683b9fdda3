package dev.warren.tunnels.inspect;

import dev.warren.tunnels.inspect.spill.SpillRing;
import dev.warren.tunnels.inspect.spill.Spilled;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an exchange's bodies, and of both directions once it has left HTTP. Used under
 * the recording's lock. Whatever adds bytes says whether all are kept that should be.
 */
final class Bodies {

    private final int limit;
    private final Optional<SpillRing> spill;
    private final LongPredicate memory;
    private final Prefix request;
    private final Prefix response;

    // few exchanges leave HTTP
    private @Nullable Prefix fromVisitor;
    private @Nullable Prefix toVisitor;
    private @Nullable Spilled spilled;

    /**
     * @param limit how much of each is kept, in bytes
     * @param spill where a request's body goes that is longer
     * @param memory asked before so many more bytes are held
     */
    Bodies(int limit, Optional<SpillRing> spill, LongPredicate memory) {
        this.limit = limit;
        this.spill = spill;
        this.memory = memory;
        this.request = new Prefix(limit, memory);
        this.response = new Prefix(limit, memory);
    }

    boolean request(ByteBuf wire, long millis) {
        if (spill.isPresent()) {
            spill(spill.get(), wire);
        }
        return request.add(wire, millis);
    }

    private void spill(SpillRing ring, ByteBuf wire) {
        boolean first = spilled == null && !request.isOver();
        boolean longer = request.total() + wire.readableBytes() > limit;
        // what is not kept here any more cannot be whole there
        if (first && longer && !request.isRefused() && memory.test(0)) {
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
            fromVisitor = new Prefix(limit, memory);
        }
        return fromVisitor.add(bytes, millis);
    }

    boolean toVisitor(ByteBuf bytes, long millis) {
        if (toVisitor == null) {
            toVisitor = new Prefix(limit, memory);
        }
        return toVisitor.add(bytes, millis);
    }

    /** The request's body, chunked framing included, when it is whole on disk. */
    Optional<Spilled> spilledRequest() {
        return Optional.ofNullable(spilled)
                .filter(body -> !body.isLost() && body.bytes() == request.total());
    }

    /** How many came from the visitor, framing included. */
    long fromVisitorBytes() {
        return request.total() + (fromVisitor == null ? 0 : fromVisitor.total());
    }

    /** How many went to the visitor, framing included. */
    long toVisitorBytes() {
        return response.total() + (toVisitor == null ? 0 : toVisitor.total());
    }

    Captured copy(Summary summary, byte[] requestHead, byte[] responseHead) {
        return new Captured(
                summary,
                requestHead,
                responseHead,
                request.copy(),
                response.copy(),
                fromVisitor == null ? Stretch.NONE : fromVisitor.copy(),
                toVisitor == null ? Stretch.NONE : toVisitor.copy());
    }

    /** Keeps nothing any more, and counts on. */
    void drop() {
        spilled = null;
        request.drop();
        response.drop();
        if (fromVisitor != null) {
            fromVisitor.drop();
        }
        if (toVisitor != null) {
            toVisitor.drop();
        }
    }
}
