package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.StreamEnd;
import dev.warren.edge.http.codec.EditedHeads;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.http.platform.PlatformTarget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: two pumps, one for each direction, that never hold more than the
 * buffer at hand. Confined to the visitor's event loop.
 *
 * <p>One class for both directions, and longer than most, because each direction decides how the
 * other may end.
 */
final class Exchange {

    private static final long AFTER_FIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Where the answer stands. */
    private enum Answer {
        WAITING,
        BODY,
        FILE,
        DONE
    }

    private final VisitorConnection visitor;
    private final ProxyContext context;
    private final RequestHead head;
    private final Watch watch = new Watch();
    private final Upload upload;
    private final Report report;
    private final Course course;

    /** Whether either side may be silent for long, because each waits for its own reasons. */
    private final boolean calls;

    private @Nullable Upstream upstream;
    private @Nullable AnswerWriter writer;
    private @Nullable FileAnswer file;
    private Answer answer = Answer.WAITING;
    private int status;
    private int interim;
    private long sent;
    private boolean keep;
    private boolean retried;
    private boolean over;

    Exchange(VisitorConnection visitor, RequestHead head, long number) {
        this.visitor = visitor;
        this.context = visitor.context();
        this.head = head;
        this.upload = new Upload(head, watch);
        this.report = new Report(visitor, head, watch, number);
        this.course = new Course(visitor, head, upload, report, this);
        this.calls = GrpcStatus.isAskedFor(head);
    }

    boolean isOver() {
        return over;
    }

    /** Sends the request on its way. */
    void begin() {
        course.begin();
    }

    /** Sends the head, and a body that is there already, on {@code stream}. */
    void start(Upstream stream) {
        upstream = stream;
        ByteBuf held = visitor.held();
        int early = upload.early(held);
        ByteBuf out =
                Renderer.request(
                        visitor.channel().alloc(),
                        course.sentHead(),
                        report.request(),
                        visitor.visitor(),
                        early);
        try {
            upload.start(out, held, early);
        } catch (HttpRefusal malformed) {
            out.release();
            fail(malformed);
            return;
        }
        stream.write(out);
        stream.attach(this);
        touch();
    }

    /** Whether more of the request may be read from the visitor. */
    boolean wantsBody() {
        return upload.wantsBytes(upstream);
    }

    /**
     * Takes what belongs to the body.
     *
     * @return whether anything could be taken
     */
    boolean takeBody(ByteBuf in) throws HttpRefusal {
        if (!upload.take(in, upstream)) {
            return false;
        }
        touch();
        if (upload.isAllHeld()) {
            course.judge();
        } else if (upload.isDone() && answer == Answer.DONE) {
            end();
        }
        return true;
    }

    /** The visitor sends nothing more. */
    void inputEnded() {
        if (over) {
            return;
        }
        if (answer == Answer.DONE) {
            keep = false;
            end();
        } else if (!upload.isComplete()) {
            abort();
        } else {
            visitor.expectWithin(Math.min(AFTER_FIN_NANOS, context.timeouts().firstByte()));
        }
    }

    /** Takes what the target sent. */
    void answer(ByteBuf in) throws HttpRefusal {
        while (in.isReadable() && !over) {
            switch (answer) {
                case WAITING -> {
                    ResponseHead next = upstream == null ? null : upstream.nextHead(in);
                    if (next != null) {
                        answerHead(next, in);
                    }
                }
                case BODY -> {
                    if (writer != null) {
                        writer.body(in);
                        answerPassed(writer, in);
                    }
                }
                case FILE, DONE -> {
                    return;
                }
            }
        }
    }

    private void answerHead(ResponseHead came, ByteBuf in) throws HttpRefusal {
        ResponseHead response = came;
        if (course.edits().changesResponse() && !came.isInterim()) {
            response = EditedHeads.response(came, course.edits(), context.headLimits());
        }
        if (response.isInterim()) {
            // a visitor whose body was held has been told to go on
            if (response.status() != 100 || !upload.isHeld()) {
                AnswerWriter.interim(visitor, head, response, ++interim);
            }
            touch();
            return;
        }
        if (response.status() == 101) {
            upgrade(response, in);
            return;
        }
        AnswerWriter next = new AnswerWriter(visitor, head, response, watch, packing(response));
        writer = next;
        status = response.status();
        if (course.target() instanceof PlatformTarget && FileAnswer.isOne(response)) {
            answerFile(response, next, in);
            return;
        }
        watch.response(response);
        keep = mayKeep() && upload.isDone() && next.keepsVisitor();
        next.head(keep, in);
        answer = Answer.BODY;
        answerPassed(next, in);
    }

    private Packing packing(ResponseHead response) throws HttpRefusal {
        return course.edits().compress()
                ? Packing.of(head, response, visitor.reads().payer(), context.headLimits())
                : Packing.none(response);
    }

    private boolean mayKeep() {
        return head.keepsConnection() && !context.isDraining() && !visitor.hasInputEnded();
    }

    private void answerPassed(AnswerWriter passed, ByteBuf in) {
        sent = passed.sent();
        touch();
        if (!passed.isDone()) {
            if (upstream != null) {
                upstream.slowDown();
            }
            return;
        }
        answer = Answer.DONE;
        leaveStream(passed, in);
        end();
    }

    /** The visitor has taken what was written. */
    void visitorWritable() {
        if (upstream != null) {
            touch();
            upstream.setReading(true);
        }
    }

    /** Keeps the stream for the next request where that is safe. */
    private void leaveStream(AnswerWriter passed, ByteBuf in) {
        Upstream stream = upstream;
        if (stream != null && passed.keepsStream() && upload.isDone() && !in.isReadable()) {
            stream.detach();
            upstream = null;
        } else {
            dropStream();
        }
    }

    private void dropStream() {
        upstream = null;
        visitor.closeUpstream();
    }

    private void answerFile(ResponseHead response, AnswerWriter empty, ByteBuf in) {
        answer = Answer.FILE;
        if (empty.isDone()) {
            leaveStream(empty, in);
        } else {
            dropStream();
        }
        visitor.expectWithin(context.timeouts().idle());
        file = new FileAnswer(visitor, this, head, response);
        file.open();
    }

    /** The file's head is written next; says whether the visitor's connection goes on after it. */
    boolean fileBegins(int withStatus) {
        status = withStatus;
        keep = mayKeep() && upload.isDone();
        return keep;
    }

    /** The file's body is over, {@code whole} or not. */
    void fileEnds(long bytes, boolean whole) {
        sent = bytes;
        if (whole) {
            answer = Answer.DONE;
            end();
        } else {
            abort();
        }
    }

    private void upgrade(ResponseHead response, ByteBuf in) throws HttpRefusal {
        Upstream stream = upstream;
        if (stream == null
                || !head.wantsUpgrade()
                || !upload.isDone()
                || !(stream.channel() instanceof DuplexChannel to)) {
            throw Refusals.unaskedSwitch();
        }
        status = 101;
        over = true;
        new Upgraded(visitor, watch, this::report).begin(response, in, stream, to);
    }

    /** The answer is no HTTP. */
    void badAnswer(HttpRefusal malformed) {
        dropStream();
        fail(Refusals.notHttp(malformed));
    }

    /** Writing to the target failed; an answer may have come before that. */
    void upstreamFailed() {
        upload.discardStreamed();
        visitor.pump();
    }

    /** The target's stream has ended. */
    void upstreamEnded() {
        Upstream ended = upstream;
        upstream = null;
        if (over) {
            return;
        }
        switch (answer) {
            case WAITING -> endedUnanswered(ended);
            case BODY -> {
                if (writer != null && writer.isUntilClose()) {
                    answer = Answer.DONE;
                    end();
                } else {
                    passReset(ended);
                    abort();
                }
            }
            case FILE, DONE -> {}
        }
    }

    /** Where visitor and backend both have codes for it, the one is told what the other said. */
    private void passReset(@Nullable Upstream ended) {
        if (ended != null) {
            StreamEnd.reset(ended.channel())
                    .ifPresent(code -> StreamEnd.reset(visitor.channel(), code));
        }
    }

    private void endedUnanswered(@Nullable Upstream ended) {
        boolean again = ended != null && (ended.wasUsed() || ended.target().hasOthers());
        if (again && !retried && interim == 0 && upload.mayRepeat()) {
            retried = true;
            upload.restart();
            context.metrics().retried();
            course.connectAgain();
        } else {
            fail(Refusals.hungUp());
        }
    }

    /** Answers with the edge's own words if that is still possible, and ends the exchange. */
    void fail(HttpRefusal refusal) {
        fail(refusal, List.of());
    }

    /** The same with more fields. */
    void fail(HttpRefusal refusal, List<HttpField> fields) {
        if (over) {
            return;
        }
        if (answer == Answer.BODY || answer == Answer.DONE) {
            abort();
            return;
        }
        dropStream();
        status = refusal.status();
        context.metrics().refused(Integer.toString(status));
        keep = mayKeep() && upload.isRestSmall();
        say(
                Problems.render(
                        visitor.channel().alloc(),
                        refusal,
                        head,
                        visitor.visitor().marks(report.requestId()),
                        fields,
                        !keep,
                        context.pages()));
    }

    /** Answers with somebody's words. */
    void answerHere(HttpPlan.Answer words) {
        status = words.status();
        keep = mayKeep() && upload.isRestSmall();
        sent = words.body().length;
        say(
                Problems.render(
                        visitor.channel().alloc(),
                        words,
                        head,
                        visitor.visitor().marks(report.requestId()),
                        !keep));
    }

    /** The edge answers itself; the rest of the request is read past if it is small. */
    private void say(ByteBuf words) {
        watch.own(words);
        visitor.write(words);
        answer = Answer.DONE;
        upload.discard();
        if (keep && !upload.isDone()) {
            visitor.expectWithin(context.timeouts().upload());
            visitor.pump();
        } else {
            end();
        }
    }

    private void abort() {
        if (!over) {
            dropStream();
            report(upload.passed(), sent);
            visitor.abort();
        }
    }

    private void end() {
        if (!over) {
            report(upload.passed(), sent);
            visitor.exchangeDone(keep && upload.isDone());
        }
    }

    void visitorGone() {
        if (!over) {
            upstream = null;
            report(upload.passed(), sent);
        }
    }

    private void report(long fromVisitor, long toVisitor) {
        over = true;
        upload.drop();
        if (writer != null) {
            writer.close();
        }
        if (file != null) {
            file.over();
        }
        context.budget().release(head.size());
        report.tell(course.target(), status, fromVisitor, toVisitor);
    }

    /** Something has moved. */
    void touch() {
        ProxyContext.Timeouts timeouts = context.timeouts();
        if (answer != Answer.WAITING) {
            visitor.expectWithin(timeouts.idle());
        } else if (upload.isVisitorsTurn(upstream)) {
            visitor.expectWithin(calls ? timeouts.idle() : timeouts.upload());
        } else {
            visitor.expectWithin(calls ? timeouts.idle() : timeouts.firstByte());
        }
    }

    void overdue() {
        if (file != null && file.hasMoved()) {
            visitor.expectWithin(context.timeouts().idle());
        } else if (answer == Answer.DONE) {
            keep = false;
            end();
        } else if (answer != Answer.WAITING) {
            abort();
        } else if (upload.isVisitorsTurn(upstream)) {
            fail(Refusals.bodyStopped());
        } else {
            fail(Refusals.timedOut(course.isConnecting()));
        }
    }
}
