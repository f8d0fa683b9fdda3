package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.EditedHeads;
import dev.warren.edge.http.codec.RequestHead;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request from its head to a target's stream: which target, what that has planned
 * for it, and what is changed. Confined to the visitor's event loop.
 */
final class Course {

    private final VisitorConnection visitor;
    private final ProxyContext context;
    private final RequestHead head;
    private final Upload upload;
    private final Report report;
    private final Exchange exchange;
    private final Connector connector;
    private RequestHead sentHead;
    private HttpEdits edits = HttpEdits.NONE;
    private @Nullable HttpTarget target;
    private Runnable judgement = () -> {};

    Course(
            VisitorConnection visitor,
            RequestHead head,
            Upload upload,
            Report report,
            Exchange exchange) {
        this.visitor = visitor;
        this.context = visitor.context();
        this.head = head;
        this.sentHead = head;
        this.upload = upload;
        this.report = report;
        this.exchange = exchange;
        this.connector = new Connector(visitor, exchange);
    }

    /** Whose request it is; null before one was found. */
    @Nullable HttpTarget target() {
        return target;
    }

    /** The head that goes to the target. */
    RequestHead sentHead() {
        return sentHead;
    }

    HttpEdits edits() {
        return edits;
    }

    boolean isConnecting() {
        return connector.isConnecting();
    }

    /** Finds the target and does what it has planned. */
    void begin() {
        HttpTarget found = connector.route(head);
        if (found == null) {
            exchange.fail(Refusals.notFound(head.authority().host()));
            return;
        }
        target = found;
        follow(found, plan(found));
    }

    private HttpPlan plan(HttpTarget found) {
        try {
            if (connector.isBeforeHosts()) {
                return found.plan(report.request());
            }
            return context.schemes()
                    .refusal(head, visitor.visitor())
                    .orElseGet(() -> found.plan(report.request()));
        } catch (RuntimeException broken) {
            return new HttpPlan.Refuse(Refusals.broken(broken));
        }
    }

    private void follow(HttpTarget found, HttpPlan plan) {
        switch (plan) {
            case HttpPlan.AsIs() -> forward(found);
            case HttpPlan.Forward(HttpTarget to, HttpEdits changes) -> edit(to, changes);
            case HttpPlan.Hold hold -> hold(found, hold);
            case HttpPlan.Refuse(HttpRefusal refusal, List<HttpField> fields) -> {
                report.watch().begin(found, report.request());
                exchange.fail(refusal, fields);
            }
            case HttpPlan.Answer words -> {
                report.watch().begin(found, report.request());
                exchange.answerHere(words);
            }
        }
    }

    private void hold(HttpTarget found, HttpPlan.Hold plan) {
        visitor.reads().chargeTo(found.budget());
        var body = new HeldBody(visitor.channel().alloc(), found.budget(), plan.most());
        try {
            upload.hold(body, plan.most());
        } catch (HttpRefusal tooLarge) {
            exchange.fail(tooLarge);
            return;
        }
        judgement = () -> judge(found, plan, body);
        if (upload.isAllHeld()) {
            judge();
            return;
        }
        if (head.expectsContinue()) {
            visitor.write(Renderer.goOn());
        }
        exchange.touch();
    }

    /** The body that was to be held is there. */
    void judge() {
        judgement.run();
    }

    private void judge(HttpTarget found, HttpPlan.Hold plan, HeldBody body) {
        HttpPlan next;
        try {
            next = plan.judge().of(body.data());
        } catch (RuntimeException broken) {
            next = new HttpPlan.Refuse(Refusals.broken(broken));
        }
        if (next instanceof HttpPlan.AsIs || next instanceof HttpPlan.Forward) {
            upload.again().ifPresent(visitor::unread);
        } else {
            report.watch().begin(found, report.request());
            report.watch().requestBody(Unpooled.wrappedBuffer(body.data()));
        }
        follow(found, next);
    }

    private void edit(HttpTarget to, HttpEdits changes) {
        edits = changes;
        if (changes.changesRequest()) {
            try {
                sentHead = EditedHeads.request(head, changes, context.headLimits());
            } catch (HttpRefusal | IllegalArgumentException unfit) {
                exchange.fail(Refusals.broken(unfit));
                return;
            }
        }
        target = to;
        forward(to);
    }

    private void forward(HttpTarget found) {
        report.watch().begin(found, report.request());
        visitor.reads().chargeTo(found.budget());
        Upstream now = visitor.upstream();
        if (now != null && now.target().equals(found) && now.isOpen()) {
            exchange.start(now);
        } else {
            visitor.closeUpstream();
            connector.connect(found, report.request());
        }
    }

    /** The stream ended without an answer; another is opened for the same request. */
    void connectAgain() {
        if (target != null) {
            connector.connect(target, report.request());
        }
    }
}
