package dev.warren.edge.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;

/**
 * A view of a pooled direct buffer that tells its owner when the last reference is gone, which is
 * the moment at which its bytes were taken by whoever they were passed to.
 *
 * <p>Slices share its count of references, so a part that is still queued keeps the whole.
 */
public final class TrackedBuf extends UnpooledDirectByteBuf {

    /** Told once, on the thread that dropped the last reference. Never blocks, never throws. */
    @FunctionalInterface
    public interface Owner {

        /** {@code bytes} is what the buffer was made with. */
        void freed(int bytes);
    }

    private final ByteBuf memory;
    private final Owner owner;
    private final int bytes;

    /**
     * Takes over {@code memory}, a direct buffer of one reference, with its reader and writer
     * index.
     *
     * @param bytes what {@code owner} is told when it is freed
     */
    public TrackedBuf(ByteBuf memory, int bytes, Owner owner) {
        super(
                memory.alloc(),
                memory.nioBuffer(0, memory.capacity()),
                Math.max(1, memory.capacity()));
        this.memory = memory;
        this.bytes = bytes;
        this.owner = owner;
        setIndex(memory.readerIndex(), memory.writerIndex());
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        memory.release();
        owner.freed(bytes);
    }
}
