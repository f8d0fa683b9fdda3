package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.EditedHeads;
import dev.warren.edge.http.codec.HeadLimits;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * How one answer is packed on its way, if it is.
 *
 * @param zip packs the body; null when it goes on as it is
 * @param head what the visitor is told
 */
record Packing(@Nullable Gzip zip, ResponseHead head) implements AutoCloseable {

    /** As it came. */
    static Packing none(ResponseHead head) {
        return new Packing(null, head);
    }

    /** What is worth it, if the visitor takes it so and {@code budget} has memory for it. */
    static Packing of(
            RequestHead request, ResponseHead response, MemoryBudget budget, HeadLimits limits)
            throws HttpRefusal {
        if (!Compressible.is(request, response)) {
            return none(response);
        }
        Gzip zip = Compressible.isWanted(request) ? Gzip.open(budget, response.body(false)) : null;
        try {
            return new Packing(zip, EditedHeads.compressed(response, zip != null, limits));
        } catch (HttpRefusal | RuntimeException unfit) {
            if (zip != null) {
                zip.close();
            }
            throw unfit;
        }
    }

    @Override
    public void close() {
        if (zip != null) {
            zip.close();
        }
    }
}
