package dev.warren.edge.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one socket that take no more bytes than asked for, one read at a time, until somebody
 * else's allocator takes over: a channel keeps the handle of its first read for good. Confined to
 * the channel's event loop.
 */
final class ExactReads implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {

    /** What comes when nothing is wanted: from a socket whose peer has ended. */
    private static final int UNASKED = 16 * 1024;

    private final IntSupplier wanted;
    private int attempted;
    private int last;
    private @Nullable ExtendedHandle successor;

    ExactReads(IntSupplier wanted) {
        this.wanted = wanted;
    }

    /** From the next read on, {@code allocator} decides; between two reads. */
    void handTo(RecvByteBufAllocator allocator) {
        successor = (ExtendedHandle) allocator.newHandle();
    }

    @Override
    public ExtendedHandle newHandle() {
        return this;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
        int length = guess();
        return successor == null
                ? allocator.directBuffer(length, length)
                : successor.allocate(allocator);
    }

    @Override
    public int guess() {
        if (successor != null) {
            return successor.guess();
        }
        int length = wanted.getAsInt();
        return length == 0 ? UNASKED : length;
    }

    @Override
    public void reset(ChannelConfig config) {
        if (successor != null) {
            successor.reset(config);
        }
    }

    @Override
    public void incMessagesRead(int count) {
        if (successor != null) {
            successor.incMessagesRead(count);
        }
    }

    @Override
    public void lastBytesRead(int bytes) {
        last = bytes;
        if (successor != null) {
            successor.lastBytesRead(bytes);
        }
    }

    @Override
    public int lastBytesRead() {
        return successor == null ? last : successor.lastBytesRead();
    }

    @Override
    public void attemptedBytesRead(int bytes) {
        attempted = bytes;
        if (successor != null) {
            successor.attemptedBytesRead(bytes);
        }
    }

    @Override
    public int attemptedBytesRead() {
        return successor == null ? attempted : successor.attemptedBytesRead();
    }

    @Override
    public boolean continueReading() {
        return successor != null && successor.continueReading();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return successor != null && successor.continueReading(maybeMore);
    }

    @Override
    public void readComplete() {
        if (successor != null) {
            successor.readComplete();
        }
    }
}
