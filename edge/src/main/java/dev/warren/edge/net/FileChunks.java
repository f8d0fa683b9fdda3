package dev.warren.edge.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Sends files where the kernel cannot, because their bytes must be encrypted or framed: one chunk
 * at a time, and the next when the channel takes it. One file at a time, and nothing behind it
 * before it is sent, which its user sees to. Confined to the event loop.
 */
public final class FileChunks extends ChannelDuplexHandler {

    private static final int CHUNK = 32 * 1024;

    private @Nullable FileRegion region;
    private @Nullable ChannelPromise promise;
    private boolean sending;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise written) {
        if (!(message instanceof FileRegion file)) {
            ctx.write(message, written);
        } else if (region != null) {
            file.release();
            written.setFailure(new IllegalStateException("a file is being sent already"));
        } else {
            region = file;
            promise = written;
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        send(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        send(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(new ClosedChannelException());
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end(new ClosedChannelException());
    }

    private void send(ChannelHandlerContext ctx) {
        if (sending) {
            return;
        }
        sending = true;
        try {
            FileRegion file = region;
            while (file != null && file == region && ctx.channel().isWritable()) {
                chunk(ctx, file);
            }
        } finally {
            sending = false;
        }
    }

    private void chunk(ChannelHandlerContext ctx, FileRegion file) {
        long left = file.count() - file.transferred();
        ByteBuf bytes = ctx.alloc().directBuffer((int) Math.min(CHUNK, left));
        try {
            file.transferTo(new Into(bytes), file.transferred());
        } catch (IOException broken) {
            bytes.release();
            end(broken);
            return;
        }
        if (!bytes.isReadable()) {
            bytes.release();
            end(new IOException("the file is shorter than it was"));
        } else if (file.transferred() < file.count()) {
            ctx.writeAndFlush(bytes, ctx.voidPromise());
        } else {
            ChannelPromise whole = promise;
            region = null;
            promise = null;
            file.release();
            ctx.writeAndFlush(bytes, whole == null ? ctx.newPromise() : whole);
        }
    }

    private void end(Throwable cause) {
        FileRegion file = region;
        ChannelPromise unkept = promise;
        region = null;
        promise = null;
        if (file != null) {
            file.release();
        }
        if (unkept != null) {
            unkept.tryFailure(cause);
        }
    }

    /** A buffer as a channel that takes as much as the buffer has room for. */
    private record Into(ByteBuf bytes) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) {
            int taken = Math.min(source.remaining(), bytes.writableBytes());
            ByteBuffer part = source.slice(source.position(), taken);
            bytes.writeBytes(part);
            source.position(source.position() + taken);
            return taken;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // it is the buffer's user who ends it
        }
    }
}
