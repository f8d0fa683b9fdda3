package dev.warren.tunnels.groups;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.InstantSource;
import java.util.Optional;

/** A member as the target of a request, with the others behind it for when it cannot be reached. */
final class Way implements HttpTarget {

    private final Member member;
    private final Members members;
    private final InstantSource clock;

    Way(Member member, Members members, InstantSource clock) {
        this.member = member;
        this.members = members;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return member.target().kind();
    }

    @Override
    public MemoryBudget budget() {
        return member.target().budget();
    }

    @Override
    public Optional<EventLoop> eventLoop() {
        return member.target().eventLoop();
    }

    @Override
    public Future<Channel> connect(EventLoop loop, HttpRequest request) {
        return new Attempt(member, members, clock, loop, request).begin();
    }

    @Override
    public boolean hasOthers() {
        return members.hasOthers(member);
    }

    @Override
    public Optional<HttpObserver> observe(HttpRequest request) {
        return member.target().observe(request);
    }

    @Override
    public void answered(HttpExchange exchange) {
        member.target().answered(exchange);
    }
}
