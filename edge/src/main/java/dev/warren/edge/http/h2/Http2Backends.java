package dev.warren.edge.http.h2;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.http.BackendHttp2;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.HeadLimits;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.Optional;

/** Makes connections to backends that speak HTTP/2. */
public final class Http2Backends implements BackendHttp2 {

    /** What a connection's tables and a frame that has come in part take, about. */
    private static final int BYTES = 32 * 1024;

    /** Shorter than what a visitor is made to wait for a stream. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HeadLimits limits;
    private final Duration patience;

    /** {@code limits}: what heads may hold, both ways. */
    public Http2Backends(HeadLimits limits) {
        this(limits, PATIENCE);
    }

    Http2Backends(HeadLimits limits, Duration patience) {
        this.limits = limits;
        this.patience = patience;
    }

    @Override
    public Future<Connection> greet(Channel stream, MemoryBudget budget) {
        Promise<Connection> promise = stream.eventLoop().newPromise();
        Optional<Reservation> tables = budget.tryReserve(BYTES);
        if (tables.isEmpty()) {
            stream.close();
            return promise.setFailure(busy());
        }
        stream.closeFuture().addListener(closed -> tables.get().close());
        BackendConnection.begin(stream, budget, limits, patience, promise);
        return promise;
    }

    static HttpRefusal busy() {
        return new HttpRefusal(
                503,
                "Busy",
                "the service behind this address has as many bytes on their way as it may");
    }
}
