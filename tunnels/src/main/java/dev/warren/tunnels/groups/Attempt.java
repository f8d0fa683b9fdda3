package dev.warren.tunnels.groups;

import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Opens a stream for one request: to its member, or to the next one while nothing has been sent,
 * each at most once. Confined to the visitor's event loop.
 */
final class Attempt {

    /** How long one may take while another waits; the visitor is given 15 s in all. */
    private static final long PATIENCE_SECONDS = 4;

    private static final int BUSY = 503;

    private final Member first;
    private final Members members;
    private final InstantSource clock;
    private final EventLoop loop;
    private final HttpRequest request;
    private final Promise<Channel> opened;
    private final Set<Member> tried = new HashSet<>();

    Attempt(
            Member first,
            Members members,
            InstantSource clock,
            EventLoop loop,
            HttpRequest request) {
        this.first = first;
        this.members = members;
        this.clock = clock;
        this.loop = loop;
        this.request = request;
        this.opened = loop.newPromise();
    }

    Future<Channel> begin() {
        ask(first);
        return opened;
    }

    private void ask(Member member) {
        tried.add(member);
        // whoever is first decides: the answer, or the end of patience
        Promise<Member> pending = loop.newPromise();
        Future<?> impatience =
                loop.schedule(() -> tooLate(member, pending), PATIENCE_SECONDS, TimeUnit.SECONDS);
        member.target()
                .connect(loop, request)
                .addListener((Future<Channel> done) -> {
                    impatience.cancel(false);
                    if (pending.trySuccess(member)) {
                        answered(member, done);
                    } else if (done.isSuccess()) {
                        done.getNow().close();
                    }
                });
    }

    private void answered(Member member, Future<Channel> done) {
        if (!done.isSuccess()) {
            failed(member, done.cause());
            return;
        }
        members.reached(member);
        if (!opened.trySuccess(done.getNow())) {
            done.getNow().close();
        }
    }

    private void failed(Member member, Throwable cause) {
        Instant now = clock.instant();
        if (!(cause instanceof HttpRefusal refusal) || refusal.status() != BUSY) {
            members.leaveOut(member, now);
        }
        other(now).ifPresentOrElse(this::askInstead, () -> opened.tryFailure(cause));
    }

    private void tooLate(Member member, Promise<Member> pending) {
        Instant now = clock.instant();
        Optional<Member> other = other(now);
        if (other.isPresent() && pending.trySuccess(member)) {
            members.leaveOut(member, now);
            askInstead(other.get());
        }
    }

    private Optional<Member> other(Instant now) {
        return members.next(now, member -> !tried.contains(member) && member.isLike(first));
    }

    private void askInstead(Member member) {
        first.forgetWay();
        ask(member);
    }
}
