package dev.warren.edge.http.proxy;

import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.http.file.OpenFile;
import io.netty.channel.DefaultFileRegion;
import org.jspecify.annotations.Nullable;

/** An answer whose body is a file that the edge sends itself. Confined to the visitor's loop. */
final class FileAnswer {

    private final VisitorConnection visitor;
    private final Exchange exchange;
    private final RequestHead request;
    private final ResponseHead response;
    private @Nullable DefaultFileRegion region;
    private long seen;

    FileAnswer(
            VisitorConnection visitor,
            Exchange exchange,
            RequestHead request,
            ResponseHead response) {
        this.visitor = visitor;
        this.exchange = exchange;
        this.request = request;
        this.response = response;
    }

    /** Whether {@code response} is such an answer; only to be asked of the platform's. */
    static boolean isOne(ResponseHead response) {
        return response.fields().has(FieldName.X_WARREN_FILE)
                && (response.status() == 200 || response.status() == 206);
    }

    void open() {
        String name = response.fields().value(FieldName.X_WARREN_FILE);
        visitor.context()
                .files()
                .open(
                        name == null ? "" : name,
                        response.fields().value(FieldName.X_WARREN_FILE_RANGE),
                        visitor.channel().eventLoop(),
                        outcome -> {
                            if (outcome.file() != null) {
                                send(outcome.file());
                            } else if (outcome.refusal() != null) {
                                exchange.fail(outcome.refusal());
                                visitor.flush();
                            }
                        });
    }

    private void send(OpenFile file) {
        if (exchange.isOver()) {
            file.close();
            return;
        }
        OpenFile.Plan plan = file.plan(request, response);
        boolean keep = exchange.fileBegins(plan.code(response.status()));
        visitor.write(
                Renderer.file(
                        visitor.channel().alloc(),
                        response,
                        plan,
                        visitor.visitor().hsts(),
                        keep ? request.isHttp10() : null));
        if (request.method() == RequestHead.Method.HEAD || plan.length() == 0) {
            file.close();
            exchange.fileEnds(0, true);
            visitor.flush();
            return;
        }
        DefaultFileRegion sending = file.region(plan);
        region = sending;
        visitor.channel()
                .writeAndFlush(sending)
                .addListener(sent -> exchange.fileEnds(sending.transferred(), sent.isSuccess()));
    }

    /** Whether the visitor took anything since it was last asked. */
    boolean hasMoved() {
        long before = seen;
        seen = region == null ? 0 : region.transferred();
        return seen > before;
    }
}
