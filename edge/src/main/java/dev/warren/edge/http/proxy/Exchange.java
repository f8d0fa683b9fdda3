package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.http.codec.BodyReader;
import dev.warren.edge.http.codec.HeadReader;
import dev.warren.edge.http.codec.RequestHead;
import dev.warren.edge.http.codec.ResponseHead;
import dev.warren.edge.http.proxy.Renderer.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: two pumps, one for each direction, that never hold more than the
 * buffer at hand. Confined to the visitor's event loop.
 *
 * <p>One class for both directions, because each decides how the other may end.
 */
final class Exchange {

    private static final int COPIED = 4096;
    private static final int DISCARDED = 64 * 1024;
    private static final int LOGGED_TARGET = 2048;
    private static final int MAX_INTERIM = 32;
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
        DONE
    }

    private final VisitorConnection visitor;
    private final ProxyContext context;
    private final RequestHead head;
    private final BodyReader requestBody;
    private final InetSocketAddress address;
    private final String requestId;
    private final long started = System.nanoTime();
    private @Nullable HttpTarget target;
    private @Nullable Upstream upstream;
    private @Nullable BodyReader responseBody;
    private Ask ask = Ask.WAITING;
    private Answer answer = Answer.WAITING;
    private int status;
    private int interim;
    private long sent;
    private boolean keep;
    private boolean dechunk;
    private boolean reusable;
    private boolean connecting;
    private boolean retried;
    private boolean over;

    Exchange(VisitorConnection visitor, RequestHead head, long number) {
        this.visitor = visitor;
        this.context = visitor.context();
        this.head = head;
        this.requestBody = head.body();
        this.address = visitor.visitor().address(head);
        this.requestId = visitor.visitor().requestId(head, number);
    }

    // ---- the way to the target

    void begin() {
        HttpTarget found = route();
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
            return;
        }
        visitor.closeUpstream();
        connect(found);
    }

    private @Nullable HttpTarget route() {
        HostRoutes host = context.routes().find(head.authority().host());
        if (host == null) {
            return null;
        }
        return host.hasPaths() ? host.find(head.path(host.longest() + 1)) : host.root();
    }

    private void connect(HttpTarget to) {
        EventLoop here = visitor.channel().eventLoop();
        EventLoop wanted = to.eventLoop().orElse(here);
        if (wanted == here) {
            open(to, here);
        } else {
            visitor.moveTo(wanted, () -> open(to, wanted));
        }
    }

    private void open(HttpTarget to, EventLoop loop) {
        if (over) {
            return;
        }
        connecting = true;
        visitor.expectWithin(context.timeouts().connect());
        to.connect(loop, address)
                .addListener(done -> {
                    Channel stream = done.isSuccess() ? (Channel) done.getNow() : null;
                    if (loop.inEventLoop()) {
                        opened(to, stream, done.cause());
                    } else {
                        loop.execute(() -> opened(to, stream, done.cause()));
                    }
                });
    }

    private void opened(HttpTarget to, @Nullable Channel stream, @Nullable Throwable cause) {
        connecting = false;
        if (stream == null) {
            fail(cause instanceof HttpRefusal refusal ? refusal : unreachable());
            visitor.flush();
            return;
        }
        if (over || !visitor.isOpen()) {
            stream.close();
            return;
        }
        HeadReader heads = new HeadReader(context.headLimits(), context.budget());
        Upstream fresh = new Upstream(to, stream, visitor, heads);
        visitor.upstream(fresh);
        if (fresh.install()) {
            start(fresh);
            visitor.pump();
        } else {
            visitor.closeUpstream();
            fail(unreachable());
        }
        visitor.flush();
    }

    private static HttpRefusal unreachable() {
        return new HttpRefusal(
                502, "Bad gateway", "the service behind this address could not be reached");
    }

    private void start(Upstream stream) {
        upstream = stream;
        ByteBuf held = requestBody.done() ? null : visitor.held();
        boolean copied = held != null && held.readableBytes() <= COPIED;
        ByteBuf out =
                Renderer.request(
                        visitor.channel().alloc(),
                        head,
                        visitor.visitor(),
                        requestId,
                        copied && held != null ? held.readableBytes() : 0);
        if (copied && held != null) {
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
                if (to == null || !makeRoom(to)) {
                    return false;
                }
                to.write(in.readRetainedSlice(requestBody.accept(in)));
            }
            case DISCARDING -> in.skipBytes(requestBody.accept(in));
        }
        boolean discarded = ask == Ask.DISCARDING;
        if (requestBody.done()) {
            ask = Ask.DONE;
        }
        touch();
        if (discarded && ask == Ask.DONE && answer == Answer.DONE) {
            end();
        }
        return true;
    }

    private static boolean makeRoom(Upstream to) {
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
                case DONE -> {
                    return;
                }
            }
        }
    }

    private @Nullable ResponseHead nextHead(ByteBuf in) throws HttpRefusal {
        if (upstream == null) {
            return null;
        }
        byte[] bytes = upstream.heads().read(in);
        if (bytes == null) {
            return null;
        }
        // the array is garbage after this call, and the copy that is written is bounded by the
        // visitor's connection, which takes one answer at a time
        context.budget().release(bytes.length);
        return ResponseHead.parse(bytes, context.headLimits());
    }

    private void answerHead(ResponseHead response, ByteBuf in) throws HttpRefusal {
        if (response.isInterim()) {
            passInterim(response);
            return;
        }
        if (response.status() == 101) {
            upgrade(response, in);
            return;
        }
        BodyReader body = response.body(head.method() == RequestHead.Method.HEAD);
        responseBody = body;
        status = response.status();
        dechunk = head.isHttp10() && body.isChunked();
        reusable = response.keepsConnection() && !body.isUntilClose();
        keep =
                head.keepsConnection()
                        && ask == Ask.DONE
                        && !dechunk
                        && !body.isUntilClose()
                        && !context.isDraining()
                        && !visitor.hasInputEnded();
        answer = Answer.BODY;
        writeHead(response, body, in);
        touch();
        if (body.done()) {
            answerDone(in);
        }
    }

    private void writeHead(ResponseHead response, BodyReader body, ByteBuf in) throws HttpRefusal {
        Persistence persistence =
                !keep
                        ? Persistence.CLOSE
                        : head.isHttp10() ? Persistence.KEEP_ALIVE : Persistence.UNSAID;
        int ready = dechunk ? 0 : body.accept(in);
        boolean copied = ready <= COPIED;
        ByteBuf out =
                Renderer.response(
                        visitor.channel().alloc(),
                        response,
                        dechunk,
                        persistence,
                        copied ? ready : 0);
        if (copied) {
            out.writeBytes(in, ready);
        }
        sent += ready;
        visitor.write(out);
        if (!copied) {
            visitor.write(in.readRetainedSlice(ready));
            slowDown();
        }
    }

    private void passInterim(ResponseHead response) throws HttpRefusal {
        if (++interim > MAX_INTERIM) {
            throw new HttpRefusal(502, "Bad gateway", "too many interim answers");
        }
        if (!head.isHttp10()) {
            visitor.write(
                    Renderer.response(
                            visitor.channel().alloc(), response, false, Persistence.UNSAID, 0));
        }
        touch();
    }

    private void answerBody(ByteBuf in) throws HttpRefusal {
        BodyReader body = responseBody;
        if (body == null) {
            return;
        }
        if (dechunk) {
            for (ByteBuf data = body.unchunk(in); data != null; data = body.unchunk(in)) {
                sent += data.readableBytes();
                visitor.write(data);
            }
        } else {
            int length = body.accept(in);
            sent += length;
            visitor.write(in.readRetainedSlice(length));
        }
        touch();
        if (body.done()) {
            answerDone(in);
        } else {
            slowDown();
        }
    }

    private void slowDown() {
        if (upstream != null && !visitor.isWritable()) {
            visitor.flush();
            if (!visitor.isWritable() && upstream != null) {
                upstream.setReading(false);
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

    private void answerDone(ByteBuf in) {
        answer = Answer.DONE;
        Upstream stream = upstream;
        if (stream != null && reusable && ask == Ask.DONE && !in.isReadable()) {
            stream.detach();
            upstream = null;
        } else {
            dropStream();
        }
        end();
    }

    private void dropStream() {
        upstream = null;
        visitor.closeUpstream();
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
        fail(
                new HttpRefusal(
                        malformed.status() == 503 ? 503 : 502,
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
                if (responseBody != null && responseBody.isUntilClose()) {
                    answer = Answer.DONE;
                    end();
                } else {
                    abort();
                }
            }
            case DONE -> {}
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
            connect(target);
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
        if (answer != Answer.WAITING) {
            abort();
            return;
        }
        dropStream();
        status = refusal.status();
        context.metrics().refused(Integer.toString(status));
        boolean fits = requestBody.done() || isSmall();
        keep = fits && head.keepsConnection() && !context.isDraining() && !visitor.hasInputEnded();
        visitor.write(Problems.render(visitor.channel().alloc(), refusal, head, requestId, !keep));
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
    private boolean isSmall() {
        long rest = requestBody.remaining();
        return rest >= 0 && rest <= DISCARDED && !head.expectsContinue();
    }

    private void abort() {
        if (over) {
            return;
        }
        dropStream();
        over();
        visitor.abort();
    }

    private void end() {
        if (over) {
            return;
        }
        over();
        visitor.exchangeDone(keep && ask == Ask.DONE);
    }

    void visitorGone() {
        if (!over) {
            upstream = null;
            over();
        }
    }

    private void over() {
        over = true;
        report(requestBody.passed(), sent);
    }

    private void report(long fromVisitor, long toVisitor) {
        context.budget().release(head.size());
        long nanos = System.nanoTime() - started;
        HttpTarget to = target;
        context.metrics().passed(fromVisitor, toVisitor);
        context.metrics().answered(to == null ? "edge" : to.kind(), status, nanos);
        if (status == 0) {
            return;
        }
        HttpExchange report =
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
            AccessLog.write(report);
        }
        if (to != null) {
            to.answered(report);
        }
    }

    // ---- time

    private void touch() {
        ProxyContext.Timeouts timeouts = context.timeouts();
        if (answer != Answer.WAITING) {
            visitor.expectWithin(timeouts.idle());
        } else if (ask == Ask.STREAMING && upstream != null && upstream.isWritable()) {
            visitor.expectWithin(timeouts.upload());
        } else {
            visitor.expectWithin(timeouts.firstByte());
        }
    }

    void overdue() {
        boolean slowVisitor = ask == Ask.STREAMING && upstream != null && upstream.isWritable();
        if (answer == Answer.DONE) {
            keep = false;
            end();
        } else if (slowVisitor) {
            fail(new HttpRefusal(408, "Request timeout", "the request's body stopped coming"));
        } else {
            fail(
                    new HttpRefusal(
                            504,
                            "Gateway timeout",
                            connecting
                                    ? "the service behind this address could not be reached in time"
                                    : "the service behind this address did not answer in time"));
        }
    }
}
