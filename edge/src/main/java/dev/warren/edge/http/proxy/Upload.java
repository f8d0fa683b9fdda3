package dev.warren.edge.http.proxy;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.codec.BodyReader;
import dev.warren.edge.http.codec.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request's body on its way to the target. Confined to the visitor's event loop. */
final class Upload {

    /** A body's beginning up to this size goes out in one piece with its head. */
    private static final int COPIED = 4096;

    /** The rest of a refused request's body up to this size is read past. */
    private static final int DISCARDED = 64 * 1024;

    private enum Stage {
        /** All of it has to be there before anything is done with it. */
        HELD,
        /** There is no stream yet. */
        WAITING,
        STREAMING,
        /** Nobody wants the rest. */
        DISCARDING,
        DONE
    }

    private final RequestHead head;
    private final Watch watch;
    private BodyReader body;
    private @Nullable HeldBody held;
    private Stage stage = Stage.WAITING;

    Upload(RequestHead head, Watch watch) {
        this.head = head;
        this.watch = watch;
        this.body = head.body();
    }

    /** Whether every byte was passed on or read past. */
    boolean isDone() {
        return stage == Stage.DONE;
    }

    /** Holds the body from now on; before any of it was taken. */
    void hold(HeldBody into, int most) throws HttpRefusal {
        if (body.remaining() > most) {
            throw Refusals.tooLarge(most);
        }
        held = into;
        stage = Stage.HELD;
    }

    /** Whether the body was held and is all there. */
    boolean isAllHeld() {
        return stage == Stage.HELD && body.done();
    }

    /** Whether the body is or was held. */
    boolean isHeld() {
        return held != null;
    }

    /** The body is read again, from what was held and is given back, if there is any. */
    Optional<ByteBuf> again() {
        stage = Stage.WAITING;
        body = head.body();
        return held == null ? Optional.empty() : Optional.ofNullable(held.give());
    }

    /** Forgets what is held. */
    void drop() {
        if (held != null) {
            held.drop();
        }
    }

    /** Whether the visitor has sent every byte, passed on or not. */
    boolean isComplete() {
        return body.done();
    }

    /** Body bytes taken from the visitor. */
    long passed() {
        return body.passed();
    }

    /** Whether bytes may flow to {@code to} now, so that the visitor is the one to wait for. */
    boolean isVisitorsTurn(@Nullable Upstream to) {
        return stage == Stage.HELD || stage == Stage.STREAMING && to != null && to.isWritable();
    }

    /** Whether more may be read from the visitor. */
    boolean wantsBytes(@Nullable Upstream to) {
        return switch (stage) {
            case WAITING -> body.done();
            case STREAMING -> to != null && to.isWritable();
            case HELD, DISCARDING, DONE -> true;
        };
    }

    /** How many of the held bytes go out together with the head. */
    int early(@Nullable ByteBuf held) {
        return body.done() || held == null || held.readableBytes() > COPIED
                ? 0
                : held.readableBytes();
    }

    /** Begins to stream; {@code early} bytes of {@code held} are copied behind the head. */
    void start(ByteBuf out, @Nullable ByteBuf held, int early) throws HttpRefusal {
        if (held != null && early > 0) {
            int length = body.accept(held);
            watch.requestBody(held.slice(held.readerIndex(), length));
            out.writeBytes(held, length);
        }
        stage = body.done() ? Stage.DONE : Stage.STREAMING;
    }

    /** Whether the request may be sent a second time, the first having met no answer. */
    boolean mayRepeat() {
        return stage == Stage.DONE && body.passed() == 0 && head.method().isIdempotent();
    }

    /** The request goes to another stream, which is still to come. */
    void restart() {
        stage = Stage.WAITING;
    }

    /** Nobody takes the rest any more. */
    void discard() {
        drop();
        stage = body.done() ? Stage.DONE : Stage.DISCARDING;
    }

    /** The same, if it was on its way. */
    void discardStreamed() {
        if (stage == Stage.STREAMING) {
            stage = Stage.DISCARDING;
        }
    }

    /** Whether the rest is small enough, and sure enough to come, to be read past. */
    boolean isRestSmall() {
        long rest = body.remaining();
        return body.done() || rest >= 0 && rest <= DISCARDED && !head.expectsContinue();
    }

    /**
     * Takes what belongs to the body.
     *
     * @return whether anything could be taken
     */
    boolean take(ByteBuf in, @Nullable Upstream to) throws HttpRefusal {
        switch (stage) {
            case WAITING, DONE -> {
                return false;
            }
            case HELD -> {
                if (held != null) {
                    held.take(in, body);
                }
                return true;
            }
            case STREAMING -> {
                if (to == null || !hasRoom(to)) {
                    return false;
                }
                ByteBuf piece = in.readRetainedSlice(body.accept(in));
                watch.requestBody(piece);
                to.write(piece);
            }
            case DISCARDING -> in.skipBytes(body.accept(in));
        }
        if (body.done()) {
            stage = Stage.DONE;
        }
        return true;
    }

    private static boolean hasRoom(Upstream to) {
        if (!to.isWritable()) {
            to.flush();
        }
        return to.isWritable();
    }
}
