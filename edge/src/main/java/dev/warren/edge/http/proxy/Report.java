package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.RequestHead;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What is told of an exchange when it is over: to the figures, the log and the target. */
final class Report {

    private static final int LOGGED_TARGET = 2048;

    private final ProxyContext context;
    private final RequestHead head;
    private final InetSocketAddress address;
    private final String requestId;
    private final long started = System.nanoTime();

    Report(VisitorConnection visitor, RequestHead head, long number) {
        this.context = visitor.context();
        this.head = head;
        this.address = visitor.visitor().address(head);
        this.requestId = visitor.visitor().requestId(head, number);
    }

    InetSocketAddress address() {
        return address;
    }

    String requestId() {
        return requestId;
    }

    /** Tells it. {@code status} is 0 when the visitor went before any answer. */
    void tell(@Nullable HttpTarget target, int status, long fromVisitor, long toVisitor) {
        long nanos = System.nanoTime() - started;
        HttpMetrics metrics = context.metrics();
        metrics.passed(fromVisitor, toVisitor);
        metrics.answered(target == null ? "edge" : target.kind(), status, nanos);
        if (status == 0) {
            return;
        }
        HttpExchange exchange =
                new HttpExchange(
                        head.methodName(),
                        head.authority().host(),
                        head.target(LOGGED_TARGET),
                        status,
                        fromVisitor,
                        toVisitor,
                        nanos,
                        address,
                        requestId);
        if (context.settings().accessLog()) {
            AccessLog.write(exchange);
        }
        if (target != null) {
            target.answered(exchange);
        }
    }
}
