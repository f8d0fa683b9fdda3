package dev.warren.edge.http;

import dev.warren.core.memory.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Optional;

/**
 * Where requests of a route go: a byte stream that speaks HTTP/1.1, opened on demand.
 *
 * <p>Requests of one connection share a stream when their targets are equal. Methods are called on
 * event loops and never block.
 */
public interface HttpTarget {

    /** A bounded word for metrics: {@code tunnel}, {@code platform}. */
    String kind();

    /** What the bytes in flight of this target's requests are charged to. */
    MemoryBudget budget();

    /** The loop that the target's streams live on, when they are tied to one. */
    default Optional<EventLoop> eventLoop() {
        return Optional.empty();
    }

    /**
     * Opens a stream for the visitor who sent {@code request}; later requests of the same
     * connection follow one another on it. The channel comes with auto-read off and an empty
     * pipeline.
     *
     * <p>A failure with {@link HttpRefusal} is answered with its status and words; any other with
     * 502.
     */
    Future<Channel> connect(EventLoop loop, HttpRequest request);

    /**
     * Whether {@link #connect} may lead elsewhere when it is asked again, so that a request which
     * may be repeated is, once, although its stream was new when it ended without an answer.
     */
    default boolean hasOthers() {
        return false;
    }

    /** Says, before anything is opened, what is to be done with a request. */
    default HttpPlan plan(HttpRequest request) {
        return HttpPlan.AS_IS;
    }

    /** Somebody who looks on while this request and its answer pass, if anybody wants to. */
    default Optional<HttpObserver> observe(HttpRequest request) {
        return Optional.empty();
    }

    /** Told of every answered request, after its last byte; on the visitor's event loop. */
    default void answered(HttpExchange exchange) {}
}
