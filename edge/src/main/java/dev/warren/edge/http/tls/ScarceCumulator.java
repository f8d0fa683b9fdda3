package dev.warren.edge.http.tls;

import dev.warren.edge.net.ChargedReads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Gathers the pieces of a TLS record without keeping a socket's reserve: a decoder that waits for
 * the rest of a record with the reserve in its hands would wait for ever, because nothing more is
 * read meanwhile. What it holds beyond the charged reads is less than one record.
 */
final class ScarceCumulator implements ByteToMessageDecoder.Cumulator {

    static final ScarceCumulator INSTANCE = new ScarceCumulator();

    private ScarceCumulator() {}

    @Override
    public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf gathered, ByteBuf in) {
        if (gathered.isReadable() || in.capacity() > ChargedReads.RESERVE) {
            return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, gathered, in);
        }
        gathered.release();
        ByteBuf copy = allocator.directBuffer(in.readableBytes());
        copy.writeBytes(in);
        in.release();
        return copy;
    }
}
