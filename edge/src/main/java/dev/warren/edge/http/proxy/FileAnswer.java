package dev.warren.edge.http.proxy;

import dev.warren.edge.http.codec.FieldName;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.http.file.FileSender;
import dev.warren.edge.http.file.GrowingFile;
import dev.warren.edge.http.file.OpenFile;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** An answer whose body is a file that the edge sends itself. Confined to the visitor's loop. */
final class FileAnswer {

    private final VisitorConnection visitor;
    private final Exchange exchange;
    private final RequestHead request;
    private final ResponseHead response;
    private @Nullable DefaultFileRegion region;
    private @Nullable GrowingBody growingBody;
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
        return (response.fields().has(FieldName.X_WARREN_FILE)
                        || response.fields().has(FieldName.X_WARREN_FILL))
                && (response.status() == 200 || response.status() == 206);
    }

    void open() {
        String token = response.fields().value(FieldName.X_WARREN_FILL);
        String name = response.fields().value(FieldName.X_WARREN_FILE);
        String slice = response.fields().value(FieldName.X_WARREN_FILE_RANGE);
        FileSender files = visitor.context().files();
        EventLoop loop = visitor.channel().eventLoop();
        if (token == null) {
            files.open(name == null ? "" : name, slice, loop, this::opened);
        } else {
            files.openGrowing(token, slice, loop, this::opened);
        }
    }

    private void opened(FileSender.Outcome outcome) {
        if (outcome.file() != null) {
            send(outcome.file());
        } else if (outcome.refusal() != null) {
            exchange.fail(outcome.refusal());
            visitor.flush();
        }
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
        GrowingFile growing = file.growing();
        if (growing != null) {
            GrowingBody body = new GrowingBody(visitor, exchange, file, growing, plan);
            growingBody = body;
            // what is there of the body may be nothing yet
            visitor.flush();
            body.next();
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
        if (growingBody != null) {
            return growingBody.hasMoved();
        }
        long before = seen;
        seen = region == null ? 0 : region.transferred();
        return seen > before;
    }

    /** The exchange is over; what is being sent ends by itself. */
    void over() {
        if (growingBody != null) {
            growingBody.over();
        }
    }
}
