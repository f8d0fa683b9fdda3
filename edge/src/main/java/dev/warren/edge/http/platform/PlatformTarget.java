package dev.warren.edge.http.platform;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * The control plane as a target: one connection to its Unix domain socket per visitor's connection.
 * The only target whose answers may name a file for the edge to send.
 */
public final class PlatformTarget implements HttpTarget {

    private final EventLoops loops;
    private final MemoryBudget budget;
    private final SocketAddress address;

    public PlatformTarget(EventLoops loops, MemoryBudget budget, PlatformSocket socket) {
        this.loops = loops;
        this.budget = budget;
        this.address =
                loops.transport().equals("nio")
                        ? UnixDomainSocketAddress.of(socket.path())
                        : new DomainSocketAddress(socket.path().toFile());
    }

    @Override
    public String kind() {
        return "platform";
    }

    @Override
    public MemoryBudget budget() {
        return budget;
    }

    @Override
    public Future<Channel> connect(EventLoop loop, HttpRequest request) {
        Promise<Channel> opened = loop.newPromise();
        if (!budget.tryAcquire(ChargedReads.RESERVE)) {
            return opened.setFailure(
                    new HttpRefusal(
                            503,
                            "Out of memory budget",
                            "the platform serves as many requests as it can, try again shortly"));
        }
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(loops.unixChannel())
                        .option(ChannelOption.AUTO_READ, false)
                        .handler(new Nothing());
        bootstrap
                .connect(address)
                .addListener((io.netty.channel.ChannelFuture connected) -> {
                    Channel channel = connected.channel();
                    channel.closeFuture()
                            .addListener(closed -> budget.release(ChargedReads.RESERVE));
                    if (connected.isSuccess()) {
                        ChargedReads.install(channel, budget);
                        opened.setSuccess(channel);
                    } else {
                        channel.close();
                        opened.setFailure(starting());
                    }
                });
        return opened;
    }

    private static HttpRefusal starting() {
        return new HttpRefusal(
                503, "Not ready", "the platform is starting or stopping, try again shortly");
    }

    /** A bootstrap wants a handler; the pipeline's user adds its own. */
    private static final class Nothing extends ChannelHandlerAdapter {

        @Override
        public void handlerAdded(io.netty.channel.ChannelHandlerContext ctx) {
            ctx.pipeline().remove(this);
        }
    }
}
