package dev.warren.edge.net;

import dev.warren.core.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Charges the read buffers of one socket to a budget, from the moment they are allocated until
 * their last reference is gone, and lets nothing through that was not asked for.
 *
 * <p>A socket may always hold one read of {@link #RESERVE} bytes: whoever accepts it has reserved
 * that. Anything beyond is charged; when the budget refuses, the socket reads into its reserve and
 * then no more until those bytes were taken. So a full budget slows senders down and fails nobody.
 *
 * <p>The channel runs with auto-read off and half-closure on: its handlers ask for every read with
 * {@code read()}. A socket whose peer has ended its direction is read by Netty unasked; what comes
 * that way (a few reads at most), and the news of the end, wait here for the next {@code read()}.
 * First in the pipeline; confined to the channel's event loop, except for the release of buffers.
 */
public final class ChargedReads extends ChannelDuplexHandler {

    /** Bytes that a socket may read without asking the budget. */
    public static final int RESERVE = 2048;

    private static final int LARGEST = 64 * 1024;
    private static final int READS_PER_TURN = 4;
    private static final String NAME = "charged-reads";

    private final Channel channel;
    private final Queue<Object> unasked = new ArrayDeque<>();
    private boolean asked;
    private boolean passed;
    private boolean ended;
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
        RecvByteBufAllocator guesses =
                new AdaptiveRecvByteBufAllocator(512, RESERVE, LARGEST)
                        .maxMessagesPerRead(READS_PER_TURN);
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
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

    /** What reads are charged to now. */
    public MemoryBudget payer() {
        return budget;
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        asked = true;
        if (!unasked.isEmpty()) {
            // not from here, or a handler that asks within a read would be entered again
            ctx.executor().execute(() -> passUnasked(ctx));
        } else if (ended) {
            // nothing comes any more, and epoll objects to being asked
            return;
        } else if (!reserveOut) {
            ctx.read();
        } else {
            readHeld = true;
            // the reserve may have come back between the two looks, on another thread
            if (!reserveOut) {
                resume();
            }
        }
    }

    private void passUnasked(ChannelHandlerContext ctx) {
        if (!asked || unasked.isEmpty()) {
            return;
        }
        for (Object next = unasked.poll(); next != null; next = unasked.poll()) {
            if (next instanceof ByteBuf) {
                ctx.fireChannelRead(next);
            } else {
                ctx.fireUserEventTriggered(next);
            }
        }
        asked = false;
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (asked && unasked.isEmpty()) {
            passed = true;
            ctx.fireChannelRead(message);
        } else {
            unasked.add(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (passed) {
            passed = false;
            asked = false;
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        boolean end = event == ChannelInputShutdownEvent.INSTANCE;
        ended |= end;
        if (end && (!asked || !unasked.isEmpty())) {
            unasked.add(event);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        unasked.forEach(ReferenceCountUtil::release);
        unasked.clear();
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
