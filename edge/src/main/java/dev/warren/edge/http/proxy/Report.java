package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.RequestHead;
import org.jspecify.annotations.Nullable;

/** What is told of an exchange when it is over: to the figures, the log and the target. */
final class Report {

    private static final int LOGGED_TARGET = 2048;

    private final ProxyContext context;
    private final RequestHead head;
    private final SeenRequest request;
    private final Watch watch;
    private final long started = System.nanoTime();

    Report(VisitorConnection visitor, RequestHead head, Watch watch, long number) {
        this.context = visitor.context();
        this.head = head;
        this.watch = watch;
        this.request =
                new SeenRequest(
                        head,
                        visitor.visitor().address(head),
                        visitor.visitor().requestId(head, number),
                        visitor.visitor().isSecure(head),
                        visitor.context().schemes().securePort());
    }

    /** Whoever looks on. */
    Watch watch() {
        return watch;
    }

    SeenRequest request() {
        return request;
    }

    String requestId() {
        return request.requestId();
    }

    /** Tells it. {@code status} is 0 when the visitor went before any answer. */
    void tell(@Nullable HttpTarget target, int status, long fromVisitor, long toVisitor) {
        long nanos = System.nanoTime() - started;
        HttpMetrics metrics = context.metrics();
        metrics.passed(fromVisitor, toVisitor);
        metrics.answered(target == null ? "edge" : target.kind(), status, nanos);
        HttpExchange exchange =
                new HttpExchange(
                        head.methodName(),
                        head.authority().host(),
                        head.target(LOGGED_TARGET),
                        status,
                        fromVisitor,
                        toVisitor,
                        nanos,
                        request.visitor(),
                        request.requestId());
        watch.ended(exchange);
        if (status == 0) {
            return;
        }
        if (context.settings().accessLog()) {
            AccessLog.write(exchange);
        }
        if (target != null) {
            target.answered(exchange);
        }
    }
}
