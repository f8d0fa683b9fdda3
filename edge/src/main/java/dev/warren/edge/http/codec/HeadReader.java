package dev.warren.edge.http.codec;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a head in a stream of bytes, whatever pieces it comes in, looking at each byte
 * once.
 *
 * <p>A head that is in one piece costs one copy. Pieces are gathered in an array that is charged to
 * the budget, so that the buffers they came in are free at once. Confined to one event loop.
 */
public final class HeadReader {

    private static final int FIRST_PIECE = 512;

    private final HeadLimits limits;
    private final MemoryBudget budget;
    private byte @Nullable [] pieces;
    private int gathered;
    private int line;
    private boolean lastWasCr;
    private boolean firstLine = true;
    private boolean blankSkipped;

    public HeadReader(HeadLimits limits, MemoryBudget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /** Whether a part of a head has come and the rest has not. */
    public boolean isInside() {
        return gathered > 0;
    }

    /**
     * Takes the bytes of a head from {@code in}, and none behind it.
     *
     * @return the whole head with its empty line, whose length is charged to the budget and must be
     *     released by the caller; null when more bytes are needed
     * @throws HttpRefusal 400 for a bare line feed, 414 or 431 for too much, 503 when the budget
     *     refuses
     */
    public byte @Nullable [] read(ByteBuf in) throws HttpRefusal {
        int length = scan(in);
        if (length < 0) {
            gather(in, in.readableBytes());
            return null;
        }
        if (gathered == 0) {
            charge(length);
            byte[] head = new byte[length];
            in.readBytes(head);
            close();
            return head;
        }
        gather(in, length);
        byte[] all = pieces();
        byte[] head = Arrays.copyOf(all, gathered);
        budget.release(all.length - head.length);
        pieces = null;
        reset();
        return head;
    }

    /** Gives back what was gathered. */
    public void close() {
        if (pieces != null) {
            budget.release(pieces.length);
            pieces = null;
        }
        reset();
    }

    private byte[] pieces() {
        return pieces == null ? new byte[0] : pieces;
    }

    private void reset() {
        gathered = 0;
        line = 0;
        lastWasCr = false;
        firstLine = true;
        blankSkipped = false;
    }

    /** The number of bytes from the reader index to the end of the head, or -1. */
    private int scan(ByteBuf in) throws HttpRefusal {
        int position = in.readerIndex();
        int end = in.writerIndex();
        while (position < end) {
            int feed = in.indexOf(position, end, Octets.LF);
            int lineBytes = (feed < 0 ? end : feed) - position + line;
            checkSize(in, lineBytes, feed < 0 ? end : feed);
            if (feed < 0) {
                line = lineBytes;
                lastWasCr = in.getByte(end - 1) == Octets.CR;
                return -1;
            }
            boolean afterCr =
                    feed > position ? in.getByte(feed - 1) == Octets.CR : line > 0 && lastWasCr;
            if (!afterCr) {
                throw BadMessage.of("a line ends with a bare line feed");
            }
            position = feed + 1;
            if (lineBytes == 1 && !firstLine) {
                return position - in.readerIndex();
            }
            endLine(in, lineBytes, position);
        }
        return -1;
    }

    private void endLine(ByteBuf in, int lineBytes, int next) throws HttpRefusal {
        if (lineBytes == 1) {
            // RFC 9112, 2.2: one empty line before a request is forgiven
            if (blankSkipped) {
                throw BadMessage.of("empty lines before the first line");
            }
            blankSkipped = true;
            in.readerIndex(next);
            gathered = 0;
        } else {
            firstLine = false;
        }
        line = 0;
        lastWasCr = false;
    }

    private void checkSize(ByteBuf in, int lineBytes, int upTo) throws HttpRefusal {
        if (firstLine && lineBytes > limits.firstLine()) {
            throw new HttpRefusal(
                    414,
                    "URI too long",
                    "the request target is longer than %d bytes".formatted(limits.target()));
        }
        if (gathered + upTo - in.readerIndex() > limits.bytes()) {
            throw new HttpRefusal(
                    431,
                    "Header fields too large",
                    "the head is larger than %d bytes".formatted(limits.bytes()));
        }
    }

    private void gather(ByteBuf in, int length) throws HttpRefusal {
        if (length == 0) {
            return;
        }
        byte[] all = room(gathered + length);
        in.readBytes(all, gathered, length);
        gathered += length;
    }

    private byte[] room(int needed) throws HttpRefusal {
        byte[] now = pieces();
        if (now.length >= needed) {
            return now;
        }
        int larger = Math.max(FIRST_PIECE, Math.max(needed, now.length * 2));
        charge(larger - now.length);
        byte[] grown = Arrays.copyOf(now, larger);
        pieces = grown;
        return grown;
    }

    private void charge(int bytes) throws HttpRefusal {
        if (!budget.tryAcquire(bytes)) {
            throw new HttpRefusal(
                    503,
                    "Out of memory budget",
                    "no memory is left for this request right now, try again in a few seconds");
        }
    }
}
