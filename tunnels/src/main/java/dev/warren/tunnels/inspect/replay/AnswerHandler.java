package dev.warren.tunnels.inspect.replay;

import dev.warren.edge.http.HttpField;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes an answer in, and shows it to an onlooker: its head, the beginning of its body, and the
 * count of the rest.
 */
final class AnswerHandler extends ChannelInboundHandlerAdapter {

    /** An answer as far as it came. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Taken(
            int status,
            String reason,
            List<HttpField> fields,
            byte[] body,
            long total,
            boolean ended) {}

    private final int most;
    private final Onlooker onlooker;
    private final CompletableFuture<Taken> result = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<HttpField> fields = new ArrayList<>();
    private String reason = "";
    private int status;
    private long total;

    /**
     * @param most how much of the body is kept, in bytes; the caller has reserved them
     */
    AnswerHandler(int most, Onlooker onlooker) {
        this.most = most;
        this.onlooker = onlooker;
    }

    /** The answer; one without status when none came. */
    CompletableFuture<Taken> result() {
        return result;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpResponse head) {
                head(head);
            }
            if (message instanceof HttpContent content && status != 0) {
                content(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(HttpResponse head) {
        if (head.decoderResult().isFailure()) {
            status = 0;
            return;
        }
        boolean interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!interim) {
            status = head.status().code();
            reason = head.status().reasonPhrase();
            head.headers().forEach(h -> fields.add(new HttpField(h.getKey(), h.getValue())));
            onlooker.response(status, reason, fields);
        }
    }

    private void content(ChannelHandlerContext ctx, HttpContent content) {
        onlooker.responseBody(content.content());
        int length = content.content().readableBytes();
        int kept = Math.min(length, most - body.size());
        if (kept > 0) {
            byte[] bytes = new byte[kept];
            content.content().getBytes(content.content().readerIndex(), bytes);
            body.writeBytes(bytes);
        }
        total += length;
        if (content.decoderResult().isFailure()) {
            finish(ctx, false);
        } else if (content instanceof LastHttpContent) {
            finish(ctx, true);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finish(ctx, false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        finish(ctx, false);
    }

    /** Ends it with what is there by now. */
    void finish(ChannelHandlerContext ctx, boolean ended) {
        result.complete(new Taken(status, reason, fields, body.toByteArray(), total, ended));
        ctx.close();
    }
}
