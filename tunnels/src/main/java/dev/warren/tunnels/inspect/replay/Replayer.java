package dev.warren.tunnels.inspect.replay;

import dev.warren.core.memory.BudgetExceededException;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.Reservation;
import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.tunnels.inspect.Inspector;
import dev.warren.tunnels.inspect.Recording;
import dev.warren.tunnels.inspect.Summary;
import dev.warren.tunnels.inspect.spill.Spilled;
import dev.warren.tunnels.inspect.view.Views;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends captured requests again, once, through a tunnel's own streams. Waits for the answer, so
 * only virtual threads call it.
 */
public final class Replayer {

    private static final Duration OPEN = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final byte[] NONE = {};
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LONGEST_HEAD = 64 * 1024;

    private final Views views;
    private final Inspector inspector;
    private final MemoryBudget budget;
    private final int most;

    /**
     * @param inspector records what is sent where it records what visitors send
     * @param most how much of an answer's body is kept, in bytes
     */
    public Replayer(Views views, Inspector inspector, MemoryBudget budget, int most) {
        this.views = views;
        this.inspector = inspector;
        this.budget = budget;
        this.most = most;
    }

    /** Who sends what where. */
    public record Order(
            Recording recording, Tunnel tunnel, InetSocketAddress sender, Changes changes) {

        /** Opens a stream as visitors' requests have it, in whatever the server speaks. */
        private Future<Channel> open(Sent sent) {
            Optional<HttpTarget> way = tunnel.way();
            if (way.isEmpty()) {
                return tunnel.open(sender);
            }
            EventLoop loop = tunnel.connection().eventLoop();
            Promise<Channel> opened = loop.newPromise();
            loop.execute(() ->
                    way.get()
                            .connect(loop, sent)
                            .addListener((Future<Channel> done) -> pass(done, opened)));
            return opened;
        }

        private Sent sent(Replay replay) {
            String host =
                    tunnel.address() instanceof TunnelAddress.Web web
                            ? web.host()
                            : tunnel.address().name();
            return new Sent(host.startsWith("*.") ? host.substring(2) : host, sender, replay);
        }

        private static void pass(Future<Channel> done, Promise<Channel> to) {
            if (done.isSuccess()) {
                to.trySuccess(done.getNow());
            } else {
                to.tryFailure(done.cause());
            }
        }

        /** What the tunnel's options change of a request for {@code target}. */
        private HttpEdits edits(String target) {
            String prefix =
                    tunnel.address() instanceof TunnelAddress.Web web ? web.path().value() : "/";
            return tunnel.policy().edits(target, prefix);
        }
    }

    /** Memory for a body that a sender brings along; empty when there is none. */
    public Optional<Reservation> room(int bytes) {
        return budget.tryReserve(bytes);
    }

    /** Sends it. */
    public Answer send(Order order) throws InterruptedException {
        Optional<Spilled> disk = order.recording.spilledRequest();
        long bytes = 2 * order.recording.bytes() + 2L * most + LONGEST_HEAD;
        bytes += disk.isPresent() ? Spilled.READING : 0;
        try (Reservation _ = budget.reserve(bytes, OPEN)) {
            Optional<Replay.Made> made =
                    views.look(
                            order.recording,
                            shown ->
                                    Replay.of(
                                            shown,
                                            new Replay.Wish(
                                                    order.changes,
                                                    order::edits,
                                                    disk.isPresent())));
            if (made.isEmpty()) {
                return busy();
            }
            return switch (made.get()) {
                case Replay.Made.Impossible(String sentence) ->
                        new Answer.Failed("not-whole", sentence);
                case Replay.Made.Request(Replay replay) -> send(order, replay, disk);
            };
        } catch (BudgetExceededException full) {
            return busy();
        } catch (IOException overwritten) {
            return new Answer.Failed(
                    "not-whole",
                    "%s: its body cannot be read from disk: %s (expected: another one with --body)"
                            .formatted(order.recording.summary().id(), overwritten.getMessage()));
        }
    }

    private static Answer busy() {
        return new Answer.Failed(
                "busy", "the server has no memory for it now (expected: try again)");
    }

    private Answer send(Order order, Replay replay, Optional<Spilled> disk)
            throws InterruptedException, IOException {
        Optional<Spilled.Reader> body =
                replay.body().isPresent() || disk.isEmpty()
                        ? Optional.empty()
                        : Optional.of(disk.get().read());
        long begin = System.nanoTime();
        Sent sent = order.sent(replay);
        Future<Channel> opening = order.open(sent);
        if (!opening.await(OPEN.toMillis(), TimeUnit.MILLISECONDS)) {
            // whoever comes late finds nobody
            opening.addListener((Future<Channel> late) -> close(late.getNow()));
            return new Answer.Failed("timed-out", "the tunnel's client does not answer");
        }
        if (!opening.isSuccess()) {
            return new Answer.Failed("unreachable", words(opening.cause()));
        }
        Channel channel = opening.getNow();
        var onlooker = new Onlooker(sent, inspector.record(order.tunnel, sent));
        AnswerHandler handler = new AnswerHandler(most, onlooker);
        try {
            channel.eventLoop().execute(() -> begin(channel, handler, replay));
            replay.body().map(Unpooled::wrappedBuffer).ifPresent(onlooker::requestBody);
            if (body.isPresent()) {
                stream(body.get(), channel, handler, onlooker);
            }
            AnswerHandler.Taken taken = await(channel, handler);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            return taken.status() == 0
                    ? new Answer.Failed("no-answer", "the server behind the tunnel sent no answer")
                    : came(order.recording.summary(), onlooker, taken, millis, replay);
        } catch (ExecutionException | TimeoutException none) {
            return new Answer.Failed("timed-out", "the server behind the tunnel does not answer");
        } finally {
            channel.close();
            onlooker.ended();
        }
    }

    private static void begin(Channel channel, AnswerHandler handler, Replay replay) {
        var config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(LONGEST_HEAD);
        channel.pipeline().addLast("answer-decoder", new AnswerDecoder(config, replay.isHead()));
        channel.pipeline().addLast("answer", handler);
        channel.write(Unpooled.wrappedBuffer(replay.head()));
        replay.body().ifPresent(body -> channel.write(Unpooled.wrappedBuffer(body)));
        channel.flush();
        channel.read();
    }

    /** Sends a body from disk, as fast as the server takes it, until there is an answer. */
    private static void stream(
            Spilled.Reader body, Channel channel, AnswerHandler handler, Onlooker onlooker)
            throws InterruptedException, IOException, TimeoutException {
        byte[] run = body.next();
        while (run.length > 0 && !handler.result().isDone()) {
            onlooker.requestBody(Unpooled.wrappedBuffer(run));
            Future<Void> sent = channel.writeAndFlush(Unpooled.wrappedBuffer(run));
            if (!sent.await(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                throw new TimeoutException("the server takes no more of the body");
            }
            run = sent.isSuccess() ? body.next() : NONE;
        }
    }

    /** What has come when time is up is an answer, too: a stream of events never ends. */
    private static AnswerHandler.Taken await(Channel channel, AnswerHandler handler)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return handler.result().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            channel.eventLoop().execute(() -> giveUp(channel, handler));
            return handler.result().get(1, TimeUnit.SECONDS);
        }
    }

    private static void giveUp(Channel channel, AnswerHandler handler) {
        ChannelHandlerContext context = channel.pipeline().context(handler);
        if (context != null) {
            handler.finish(context, false);
        }
    }

    private static Answer came(
            Summary original,
            Onlooker onlooker,
            AnswerHandler.Taken taken,
            long millis,
            Replay replay) {
        return new Answer.Came(
                original,
                onlooker.id(),
                taken.status(),
                taken.reason(),
                taken.fields(),
                taken.body(),
                taken.total(),
                taken.ended(),
                millis,
                replay.left());
    }

    private static void close(@Nullable Channel channel) {
        if (channel != null) {
            channel.close();
        }
    }

    private static String words(Throwable cause) {
        return switch (cause) {
            case HttpRefusal refused -> String.valueOf(refused.getMessage());
            case StreamRefusedException refused ->
                    "the tunnel gave no stream: "
                            + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            default -> "the tunnel gave no stream";
        };
    }
}
