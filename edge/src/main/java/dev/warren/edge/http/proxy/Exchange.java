package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.BodyReader;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.http.platform.PlatformTarget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DuplexChannel;
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

    private static final int COPIED = 4096;
    private static final int DISCARDED = 64 * 1024;
    private static final long AFTER_FIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Where the request stands. */
    private enum Ask {
        WAITING,
        STREAMING,
        DISCARDING,
        DONE
    }

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
    private final BodyReader requestBody;
    private final Report report;
    private final Connector connector;
    private @Nullable HttpTarget target;
    private @Nullable Upstream upstream;
    private @Nullable AnswerWriter writer;
    private @Nullable FileAnswer file;
    private Ask ask = Ask.WAITING;
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
        this.requestBody = head.body();
        this.report = new Report(visitor, head, number);
        this.connector = new Connector(visitor, this);
    }

    boolean isOver() {
        return over;
    }

    /** Sends the request on its way. */
    void begin() {
        HttpTarget found = connector.route(head);
        if (found == null) {
            fail(
                    new HttpRefusal(
                            404,
                            "Not found",
                            "nothing is served here for host %s at this path"
                                    .formatted(head.authority().host())));
            return;
        }
        target = found;
        visitor.reads().chargeTo(found.budget());
        Upstream now = visitor.upstream();
        if (now != null && now.target() == found && now.isOpen()) {
            start(now);
        } else {
            visitor.closeUpstream();
            connector.connect(found, report.address());
        }
    }

    /** Sends the head, and a body that is there already, on {@code stream}. */
    void start(Upstream stream) {
        upstream = stream;
        ByteBuf held = requestBody.done() ? null : visitor.held();
        int early = held == null || held.readableBytes() > COPIED ? 0 : held.readableBytes();
        ByteBuf out =
                Renderer.request(
                        visitor.channel().alloc(),
                        head,
                        visitor.visitor(),
                        report.requestId(),
                        early);
        if (held != null && early > 0) {
            try {
                out.writeBytes(held, requestBody.accept(held));
            } catch (HttpRefusal malformed) {
                out.release();
                fail(malformed);
                return;
            }
        }
        stream.write(out);
        stream.attach(this);
        ask = requestBody.done() ? Ask.DONE : Ask.STREAMING;
        touch();
    }

    // ---- the request's body

    /** Whether more of the request may be read from the visitor. */
    boolean wantsBody() {
        return switch (ask) {
            case WAITING -> requestBody.done();
            case STREAMING -> upstream != null && upstream.isWritable();
            case DISCARDING, DONE -> true;
        };
    }

    /**
     * Takes what belongs to the body.
     *
     * @return whether anything could be taken
     */
    boolean takeBody(ByteBuf in) throws HttpRefusal {
        switch (ask) {
            case WAITING, DONE -> {
                return false;
            }
            case STREAMING -> {
                Upstream to = upstream;
                if (to == null || !hasRoom(to)) {
                    return false;
                }
                to.write(in.readRetainedSlice(requestBody.accept(in)));
            }
            case DISCARDING -> in.skipBytes(requestBody.accept(in));
        }
        if (requestBody.done()) {
            ask = Ask.DONE;
        }
        touch();
        if (ask == Ask.DONE && answer == Answer.DONE) {
            end();
        }
        return true;
    }

    private static boolean hasRoom(Upstream to) {
        if (!to.isWritable()) {
            to.flush();
        }
        return to.isWritable();
    }

    /** The visitor sends nothing more. */
    void inputEnded() {
        if (over) {
            return;
        }
        if (answer == Answer.DONE) {
            keep = false;
            end();
        } else if (ask != Ask.DONE && !(ask == Ask.WAITING && requestBody.done())) {
            abort();
        } else {
            visitor.expectWithin(Math.min(AFTER_FIN_NANOS, context.timeouts().firstByte()));
        }
    }

    // ---- the answer

    /** Takes what the target sent. */
    void answer(ByteBuf in) throws HttpRefusal {
        while (in.isReadable() && !over) {
            switch (answer) {
                case WAITING -> {
                    ResponseHead next = nextHead(in);
                    if (next != null) {
                        answerHead(next, in);
                    }
                }
                case BODY -> answerBody(in);
                case FILE, DONE -> {
                    return;
                }
            }
        }
    }

    private @Nullable ResponseHead nextHead(ByteBuf in) throws HttpRefusal {
        byte[] bytes = upstream == null ? null : upstream.heads().read(in);
        if (bytes == null) {
            return null;
        }
        // the array is garbage after this call, and the copy that is written is bounded: a visitor
        // gets one answer at a time
        context.budget().release(bytes.length);
        return ResponseHead.parse(bytes, context.headLimits());
    }

    private void answerHead(ResponseHead response, ByteBuf in) throws HttpRefusal {
        if (response.isInterim()) {
            AnswerWriter.interim(visitor, head, response, ++interim);
            touch();
            return;
        }
        if (response.status() == 101) {
            upgrade(response, in);
            return;
        }
        AnswerWriter next = new AnswerWriter(visitor, head, response);
        writer = next;
        status = response.status();
        if (target instanceof PlatformTarget && FileAnswer.isOne(response)) {
            answerFile(response, next, in);
            return;
        }
        keep = mayKeep() && ask == Ask.DONE && next.keepsVisitor();
        answer = Answer.BODY;
        next.head(keep, in);
        answerPassed(next, in);
    }

    private boolean mayKeep() {
        return head.keepsConnection() && !context.isDraining() && !visitor.hasInputEnded();
    }

    private void answerBody(ByteBuf in) throws HttpRefusal {
        if (writer != null) {
            writer.body(in);
            answerPassed(writer, in);
        }
    }

    private void answerPassed(AnswerWriter passed, ByteBuf in) {
        sent = passed.sent();
        touch();
        if (!passed.isDone()) {
            slowDown();
            return;
        }
        answer = Answer.DONE;
        leaveStream(passed, in);
        end();
    }

    private void slowDown() {
        Upstream from = upstream;
        if (from != null && !visitor.isWritable()) {
            visitor.flush();
            if (!visitor.isWritable()) {
                from.setReading(false);
            }
        }
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
        if (stream != null && passed.keepsStream() && ask == Ask.DONE && !in.isReadable()) {
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

    // ---- a file in place of the answer's body

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
        keep = mayKeep() && ask == Ask.DONE;
        return keep;
    }

    void fileDone(long bytes) {
        sent = bytes;
        answer = Answer.DONE;
        end();
    }

    void fileBroke(long bytes) {
        sent = bytes;
        abort();
    }

    // ---- another protocol

    private void upgrade(ResponseHead response, ByteBuf in) throws HttpRefusal {
        Upstream stream = upstream;
        if (stream == null
                || !head.wantsUpgrade()
                || ask != Ask.DONE
                || !(stream.channel() instanceof DuplexChannel to)) {
            throw new HttpRefusal(502, "Bad gateway", "a switch of protocols nobody asked for");
        }
        status = 101;
        over = true;
        visitor.write(Renderer.switching(visitor.channel().alloc(), response));
        if (in.isReadable()) {
            visitor.write(in.readRetainedSlice(in.readableBytes()));
        }
        ByteBuf early = visitor.held();
        if (early != null && early.isReadable()) {
            stream.write(early.readRetainedSlice(early.readableBytes()));
        }
        visitor.flush();
        new Upgraded(visitor, context, this::report).join(stream, to);
    }

    // ---- ends

    /** The answer is no HTTP. */
    void badAnswer(HttpRefusal malformed) {
        dropStream();
        boolean ours = malformed.status() == 503;
        fail(
                ours
                        ? malformed
                        : new HttpRefusal(
                                502,
                                "Bad gateway",
                                "the service behind this address did not answer in HTTP: "
                                        + malformed.getMessage()));
    }

    /** Writing to the target failed; an answer may have come before that. */
    void upstreamFailed() {
        if (ask == Ask.STREAMING) {
            ask = Ask.DISCARDING;
            visitor.pump();
        }
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
                    abort();
                }
            }
            case FILE, DONE -> {}
        }
    }

    private void endedUnanswered(@Nullable Upstream ended) {
        boolean stale = ended != null && ended.wasUsed() && !retried && interim == 0;
        if (stale
                && target != null
                && requestBody.passed() == 0
                && ask == Ask.DONE
                && head.method().isIdempotent()) {
            retried = true;
            ask = Ask.WAITING;
            context.metrics().retried();
            connector.connect(target, report.address());
        } else {
            fail(
                    new HttpRefusal(
                            502,
                            "Bad gateway",
                            "the service behind this address hung up without an answer"));
        }
    }

    /** Answers with the edge's own words if that is still possible, and ends the exchange. */
    void fail(HttpRefusal refusal) {
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
        keep = mayKeep() && (requestBody.done() || isRestSmall());
        visitor.write(
                Problems.render(
                        visitor.channel().alloc(), refusal, head, report.requestId(), !keep));
        answer = Answer.DONE;
        ask = requestBody.done() ? Ask.DONE : Ask.DISCARDING;
        if (keep && ask == Ask.DISCARDING) {
            visitor.expectWithin(context.timeouts().upload());
            visitor.pump();
        } else {
            end();
        }
    }

    /** Whether the rest of the body is small enough, and sure enough to come, to be read past. */
    private boolean isRestSmall() {
        long rest = requestBody.remaining();
        return rest >= 0 && rest <= DISCARDED && !head.expectsContinue();
    }

    private void abort() {
        if (!over) {
            dropStream();
            report(requestBody.passed(), sent);
            visitor.abort();
        }
    }

    private void end() {
        if (!over) {
            report(requestBody.passed(), sent);
            visitor.exchangeDone(keep && ask == Ask.DONE);
        }
    }

    void visitorGone() {
        if (!over) {
            upstream = null;
            report(requestBody.passed(), sent);
        }
    }

    private void report(long fromVisitor, long toVisitor) {
        over = true;
        context.budget().release(head.size());
        report.tell(target, status, fromVisitor, toVisitor);
    }

    // ---- time

    private void touch() {
        ProxyContext.Timeouts timeouts = context.timeouts();
        if (answer != Answer.WAITING) {
            visitor.expectWithin(timeouts.idle());
        } else if (isVisitorsTurn()) {
            visitor.expectWithin(timeouts.upload());
        } else {
            visitor.expectWithin(timeouts.firstByte());
        }
    }

    private boolean isVisitorsTurn() {
        return ask == Ask.STREAMING && upstream != null && upstream.isWritable();
    }

    void overdue() {
        if (file != null && file.hasMoved()) {
            visitor.expectWithin(context.timeouts().idle());
        } else if (answer == Answer.DONE) {
            keep = false;
            end();
        } else if (answer != Answer.WAITING) {
            abort();
        } else if (isVisitorsTurn()) {
            fail(new HttpRefusal(408, "Request timeout", "the request's body stopped coming"));
        } else {
            String what = connector.isConnecting() ? "could not be reached" : "did not answer";
            fail(
                    new HttpRefusal(
                            504,
                            "Gateway timeout",
                            "the service behind this address %s in time".formatted(what)));
        }
    }
}
