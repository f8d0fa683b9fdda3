package dev.warren.tunnels.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.ssh.StreamRefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One check: opens a stream, asks, and reads the answer's first line. Tells what was wrong once, if
 * anything was. Confined to the tunnel's event loop.
 */
final class Check extends ChannelInboundHandlerAdapter {

    /** {@code HTTP/1.1 200}. */
    private static final int ENOUGH = 12;

    private final StringBuilder answer = new StringBuilder(ENOUGH);
    private final CheckRequest request;
    private final Duration timeout;
    private final Consumer<Optional<String>> told;
    private @Nullable Channel stream;
    private boolean over;

    Check(CheckRequest request, Duration timeout, Consumer<Optional<String>> told) {
        this.request = request;
        this.timeout = timeout;
        this.told = told;
    }

    void begin(HttpTarget target, EventLoop loop) {
        Future<?> late =
                loop.schedule(
                        () -> end("no answer within %d s".formatted(timeout.toSeconds())),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        target.connect(loop, request)
                .addListener((Future<Channel> opened) -> {
                    if (opened.isSuccess()) {
                        opened.getNow().closeFuture().addListener(closed -> late.cancel(false));
                        ask(opened.getNow());
                    } else {
                        late.cancel(false);
                        end(words(opened.cause()));
                    }
                });
    }

    private static String words(Throwable cause) {
        return switch (cause) {
            case HttpRefusal refusal -> refusal.title();
            case StreamRefusedException refused -> "no stream: " + refused.reason();
            default -> "no stream could be opened";
        };
    }

    private void ask(Channel opened) {
        if (over) {
            opened.close();
            return;
        }
        stream = opened;
        opened.pipeline().addLast("check", this);
        opened.writeAndFlush(Unpooled.copiedBuffer(request.text(), US_ASCII));
        opened.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        int length = Math.min(in.readableBytes(), ENOUGH - answer.length());
        answer.append(in.readCharSequence(length, US_ASCII));
        in.release();
        if (answer.length() == ENOUGH) {
            judge();
        }
    }

    private void judge() {
        String line = answer.toString();
        if (!line.matches("HTTP/1\\.[01] \\d{3}")) {
            end("its answer was no HTTP");
            return;
        }
        int status = Integer.parseInt(line.substring(ENOUGH - 3));
        if (status >= 200 && status < 400) {
            end(Optional.empty());
        } else {
            end("it answered %d".formatted(status));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("it hung up without an answer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void end(String problem) {
        end(Optional.of(problem));
    }

    private void end(Optional<String> problem) {
        if (!over) {
            over = true;
            told.accept(problem);
            if (stream != null) {
                stream.close();
            }
        }
    }
}
