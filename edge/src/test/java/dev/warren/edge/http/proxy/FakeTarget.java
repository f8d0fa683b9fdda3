package dev.warren.edge.http.proxy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.net.ChargedReads;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A target whose streams are TCP connections to a {@link Backend}. */
final class FakeTarget implements HttpTarget {

    private final InetSocketAddress address;
    private final MemoryBudget budget;
    private final @Nullable EventLoop loop;
    private final List<HttpExchange> answered = new CopyOnWriteArrayList<>();
    private final List<Channel> streams = new CopyOnWriteArrayList<>();
    private volatile Function<HttpRequest, HttpPlan> plan = request -> HttpPlan.AS_IS;
    private volatile @Nullable HttpObserver observer;

    FakeTarget(InetSocketAddress address, MemoryBudget budget, @Nullable EventLoop loop) {
        this.address = address;
        this.budget = budget;
        this.loop = loop;
    }

    FakeTarget planning(Function<HttpRequest, HttpPlan> rule) {
        plan = rule;
        return this;
    }

    FakeTarget observedBy(HttpObserver whoever) {
        observer = whoever;
        return this;
    }

    @Override
    public HttpPlan plan(HttpRequest request) {
        return plan.apply(request);
    }

    @Override
    public Optional<HttpObserver> observe(HttpRequest request) {
        return Optional.ofNullable(observer);
    }

    List<HttpExchange> answered() {
        return answered;
    }

    List<Channel> streams() {
        return streams;
    }

    @Override
    public String kind() {
        return "fake";
    }

    @Override
    public MemoryBudget budget() {
        return budget;
    }

    @Override
    public Optional<EventLoop> eventLoop() {
        return Optional.ofNullable(loop);
    }

    @Override
    public Future<Channel> connect(EventLoop where, HttpRequest request) {
        return open(where);
    }

    Future<Channel> open(EventLoop where) {
        Promise<Channel> opened = where.newPromise();
        new Bootstrap()
                .group(where)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new Nothing())
                .connect(address)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        ChargedReads.install(done.channel(), budget);
                        streams.add(done.channel());
                        opened.setSuccess(done.channel());
                    } else {
                        opened.setFailure(done.cause());
                    }
                });
        return opened;
    }

    @Override
    public void answered(HttpExchange exchange) {
        answered.add(exchange);
    }

    private static final class Nothing extends ChannelInboundHandlerAdapter {

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.pipeline().remove(this);
        }
    }
}
