package dev.warren.edge.http.tls;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.net.TrackedBuf;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Charges what a TLS handler has decrypted, and makes few pieces of many: a record may hold a
 * single byte, and its buffer is a whole record's.
 *
 * <p>Decrypted bytes cannot be refused any more. When the budget has no room for them, they are
 * passed on all the same (one turn's reads at most), and no more is read until they were taken.
 *
 * <p>The end that a peer announces within TLS is told as the end of its direction, once. Right
 * behind the TLS handler; confined to the event loop, except for the release of buffers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.1">RFC 8446, 6.1</a>
 */
final class PlainReads extends ChannelDuplexHandler {

    private static final int PIECE = 16 * 1024;

    /** What fills less of its buffer than this is copied together. */
    private static final int SPARSE = PIECE / 2;

    private final Supplier<MemoryBudget> payer;
    private final AtomicInteger unpaid = new AtomicInteger();
    private volatile boolean readHeld;
    private @Nullable ByteBuf gathered;
    private boolean ended;

    /** {@code payer}: the budget that is charged now. */
    PlainReads(Supplier<MemoryBudget> payer) {
        this.payer = payer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (in.isDirect() && in.readableBytes() >= SPARSE) {
            passGathered(ctx);
            pass(ctx, in);
            return;
        }
        while (in.isReadable()) {
            ByteBuf piece = gathered == null ? ctx.alloc().directBuffer(PIECE, PIECE) : gathered;
            gathered = piece;
            piece.writeBytes(in, Math.min(in.readableBytes(), piece.writableBytes()));
            if (!piece.isWritable()) {
                passGathered(ctx);
            }
        }
        in.release();
    }

    private void passGathered(ChannelHandlerContext ctx) {
        ByteBuf piece = gathered;
        gathered = null;
        if (piece != null) {
            // a few bytes should not hold a whole piece for as long as somebody waits for more
            boolean small = piece.readableBytes() < SPARSE;
            pass(ctx, small ? compact(ctx, piece) : piece);
        }
    }

    private static ByteBuf compact(ChannelHandlerContext ctx, ByteBuf piece) {
        int length = piece.readableBytes();
        ByteBuf copy = ctx.alloc().directBuffer(length, length).writeBytes(piece);
        piece.release();
        return copy;
    }

    private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
        int charge = bytes.capacity();
        MemoryBudget budget = payer.get();
        if (budget.tryAcquire(charge)) {
            ctx.fireChannelRead(new TrackedBuf(bytes, charge, budget::release));
        } else {
            unpaid.incrementAndGet();
            ctx.fireChannelRead(new TrackedBuf(bytes, charge, freed -> taken(ctx)));
        }
    }

    private void taken(ChannelHandlerContext ctx) {
        if (unpaid.decrementAndGet() == 0 && readHeld) {
            ctx.channel().eventLoop().execute(() -> resume(ctx));
        }
    }

    private void resume(ChannelHandlerContext ctx) {
        if (readHeld && unpaid.get() == 0) {
            readHeld = false;
            ctx.read();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (unpaid.get() == 0) {
            ctx.read();
        } else {
            readHeld = true;
            // they may have been taken between the two looks, on another thread
            resume(ctx);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        passGathered(ctx);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        passGathered(ctx);
        boolean end =
                event == ChannelInputShutdownEvent.INSTANCE
                        || event == SslCloseCompletionEvent.SUCCESS;
        if (!end) {
            ctx.fireUserEventTriggered(event);
        } else if (!ended) {
            ended = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        passGathered(ctx);
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
