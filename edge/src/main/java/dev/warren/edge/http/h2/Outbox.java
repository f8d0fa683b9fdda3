package dev.warren.edge.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way from a stream's loop to its connection's, in order even while the stream
 * changes loops. The stream's credit bounds it. Every access holds this object's lock.
 */
final class Outbox {

    /** Something to write. */
    sealed interface Frame {

        /** Nobody will write it. */
        default void drop() {}
    }

    record Head(Http2Headers headers, boolean end) implements Frame {}

    record Data(ByteBuf bytes, boolean end) implements Frame {

        @Override
        public void drop() {
            bytes.release();
        }
    }

    record Reset(Http2Error error) implements Frame {}

    private final Queue<Frame> frames = new ArrayDeque<>(4);

    synchronized void add(Frame frame) {
        frames.add(frame);
    }

    synchronized @Nullable Frame poll() {
        return frames.poll();
    }
}
