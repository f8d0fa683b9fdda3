package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.BodyReader;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.http.proxy.Renderer.Persistence;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Passes one answer's head and body on to the visitor. Confined to its event loop. */
final class AnswerWriter {

    /** A body's beginning up to this size goes out in one piece with its head. */
    private static final int COPIED = 4096;

    private static final int MAX_INTERIM = 32;

    private final VisitorConnection visitor;
    private final RequestHead request;
    private final ResponseHead response;
    private final Watch watch;
    private final BodyReader body;
    private final boolean dechunk;
    private final Packing packing;
    private final @Nullable Gzip zip;
    private long sent;

    AnswerWriter(
            VisitorConnection visitor,
            RequestHead request,
            ResponseHead response,
            Watch watch,
            Packing packing) {
        this.visitor = visitor;
        this.request = request;
        this.response = response;
        this.watch = watch;
        this.packing = packing;
        this.zip = packing.zip();
        this.body = response.body(request.method() == RequestHead.Method.HEAD);
        this.dechunk = request.isHttp10() && body.isChunked();
    }

    /** Passes on a head that is followed by another, unless the visitor cannot understand it. */
    static void interim(
            VisitorConnection visitor, RequestHead request, ResponseHead response, int count)
            throws HttpRefusal {
        if (count > MAX_INTERIM) {
            throw new HttpRefusal(502, "Bad gateway", "too many interim answers");
        }
        if (!request.isHttp10()) {
            visitor.write(
                    Renderer.response(
                            visitor.channel().alloc(),
                            response,
                            false,
                            Persistence.UNSAID,
                            new byte[0],
                            0));
        }
    }

    /** Body bytes written. */
    long sent() {
        return sent;
    }

    boolean isDone() {
        return body.done();
    }

    /** Whether the end of the body is the end of the stream. */
    boolean isUntilClose() {
        return body.isUntilClose();
    }

    /** Whether the visitor can tell the end of the body without the end of its connection. */
    boolean keepsVisitor() {
        return !dechunk && !body.isUntilClose();
    }

    /** Whether the target takes another request after this answer. */
    boolean keepsStream() {
        return response.keepsConnection() && !body.isUntilClose();
    }

    /** Gives back what it took to pack the body. */
    void close() {
        packing.close();
    }

    /** Writes the head, and what is there of the body. */
    void head(boolean keep, ByteBuf in) throws HttpRefusal {
        Persistence persistence =
                !keep
                        ? Persistence.CLOSE
                        : request.isHttp10() ? Persistence.KEEP_ALIVE : Persistence.UNSAID;
        int ready = dechunk || zip != null ? 0 : body.accept(in);
        watch.responseBody(in.slice(in.readerIndex(), ready));
        boolean copied = ready <= COPIED;
        ByteBuf out =
                Renderer.response(
                        visitor.channel().alloc(),
                        packing.head(),
                        dechunk,
                        persistence,
                        visitor.visitor().hsts(),
                        copied ? ready : 0);
        if (copied) {
            out.writeBytes(in, ready);
        }
        sent += ready;
        visitor.write(out);
        if (!copied) {
            visitor.write(in.readRetainedSlice(ready));
        }
    }

    private void pack(Gzip into, ByteBuf in) throws HttpRefusal {
        ByteBuf piece = in.readSlice(body.accept(in));
        watch.responseBody(piece);
        ByteBuf packed = into.pack(visitor.channel().alloc(), piece);
        sent += packed.readableBytes();
        visitor.write(packed);
    }

    /** Writes what belongs to the body. */
    void body(ByteBuf in) throws HttpRefusal {
        if (zip != null) {
            pack(zip, in);
            return;
        }
        if (!dechunk) {
            int length = body.accept(in);
            sent += length;
            ByteBuf piece = in.readRetainedSlice(length);
            watch.responseBody(piece);
            visitor.write(piece);
            return;
        }
        for (ByteBuf data = body.unchunk(in); data != null; data = body.unchunk(in)) {
            sent += data.readableBytes();
            watch.responseBody(data);
            visitor.write(data);
        }
    }
}
