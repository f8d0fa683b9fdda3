package dev.warren.edge.net;

import dev.warren.core.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Charges the read buffers of one socket to a budget, from the moment they are allocated until
 * their last reference is gone.
 *
 * <p>A socket may always hold one read of {@link #RESERVE} bytes: whoever accepts it has reserved
 * that. Anything beyond is charged; when the budget refuses, the socket reads into its reserve and
 * then no more until those bytes were taken. So a full budget slows senders down and fails nobody.
 *
 * <p>The channel runs with auto-read off: its handlers ask for every read with {@code read()}, and
 * this handler, first in the pipeline, holds that call back while the reserve is out. Confined to
 * the channel's event loop, except for the release of buffers.
 */
public final class ChargedReads extends ChannelOutboundHandlerAdapter {

    /** Bytes that a socket may read without asking the budget. */
    public static final int RESERVE = 2048;

    private static final int LARGEST = 64 * 1024;
    private static final int READS_PER_TURN = 4;
    private static final String NAME = "charged-reads";

    private final Channel channel;
    private volatile MemoryBudget budget;
    private volatile boolean reserveOut;
    private volatile boolean readHeld;

    private ChargedReads(Channel channel, MemoryBudget budget) {
        this.channel = channel;
        this.budget = budget;
    }

    /** Turns auto-read of {@code channel} off and charges its reads to {@code budget}. */
    public static ChargedReads install(Channel channel, MemoryBudget budget) {
        ChargedReads reads = new ChargedReads(channel, budget);
        channel.config().setAutoRead(false);
        RecvByteBufAllocator guesses =
                new AdaptiveRecvByteBufAllocator(512, RESERVE, LARGEST)
                        .maxMessagesPerRead(READS_PER_TURN);
        channel.config()
                .setRecvByteBufAllocator(() ->
                        reads
                        .new ChargingHandle(
                                (RecvByteBufAllocator.ExtendedHandle) guesses.newHandle()));
        channel.pipeline().addFirst(NAME, reads);
        return reads;
    }

    /** Charges later reads to another budget, once it is known whom the bytes are for. */
    public void chargeTo(MemoryBudget other) {
        budget = other;
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!reserveOut) {
            ctx.read();
            return;
        }
        readHeld = true;
        // the reserve may have come back between the two looks, on another thread
        if (!reserveOut) {
            resume();
        }
    }

    private void reserveFreed(int bytes) {
        reserveOut = false;
        if (readHeld) {
            channel.eventLoop().execute(this::resume);
        }
    }

    private void resume() {
        if (readHeld) {
            readHeld = false;
            channel.read();
        }
    }

    private ByteBuf allocate(ByteBufAllocator allocator, int guess) {
        MemoryBudget payer = budget;
        if (payer.tryAcquire(guess)) {
            return new TrackedBuf(allocator.directBuffer(guess, guess), guess, payer::release);
        }
        reserveOut = true;
        return new TrackedBuf(
                allocator.directBuffer(RESERVE, RESERVE), RESERVE, this::reserveFreed);
    }

    /** Adaptive guesses, but from the budget, and one reserve at a time. */
    private final class ChargingHandle extends RecvByteBufAllocator.DelegatingHandle
            implements RecvByteBufAllocator.ExtendedHandle {

        private final RecvByteBufAllocator.ExtendedHandle guesses;

        ChargingHandle(RecvByteBufAllocator.ExtendedHandle guesses) {
            super(guesses);
            this.guesses = guesses;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return ChargedReads.this.allocate(allocator, guess());
        }

        @Override
        public boolean continueReading() {
            return !reserveOut && guesses.continueReading();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return !reserveOut && guesses.continueReading(maybeMoreData);
        }
    }
}
