package dev.warren.tunnels.groups;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where requests for a group's address go: to the member whose turn it is, by its own rules. */
final class BalancedTarget implements HttpTarget {

    /** What a member says whose circuit breaker rests. */
    private static final int RESTING = 503;

    private static final HttpRefusal GONE =
            new HttpRefusal(
                    502, "The tunnel has gone", "The last ssh client behind it has just gone.");

    private final Members members = new Members();
    private final MemoryBudget budget;
    private final String path;
    private final InstantSource clock;

    /**
     * @param budget the owner's
     * @param path what the route is bound to
     */
    BalancedTarget(MemoryBudget budget, String path, InstantSource clock) {
        this.budget = budget;
        this.path = path;
        this.clock = clock;
    }

    Members members() {
        return members;
    }

    @Override
    public HttpPlan plan(HttpRequest request) {
        Instant now = clock.instant();
        List<String> cookies = MemberCookie.of(request);
        Optional<Member> known =
                cookies.stream()
                        .flatMap(token -> members.called(token, now).stream())
                        .filter(Member::isSticky)
                        .findFirst();
        if (known.isPresent()) {
            HttpPlan plan = plan(known.get(), request, false);
            if (!rests(plan)) {
                return plan;
            }
        }
        return planned(request, now);
    }

    private HttpPlan planned(HttpRequest request, Instant now) {
        HttpPlan plan = new HttpPlan.Refuse(GONE);
        Set<Member> asked = new HashSet<>();
        Optional<Member> next = members.next(now, member -> true);
        while (next.isPresent()) {
            Member member = next.get();
            plan = plan(member, request, member.isSticky());
            if (!rests(plan)) {
                return plan;
            }
            asked.add(member);
            next = members.next(now, other -> !asked.contains(other));
        }
        return plan;
    }

    private static boolean rests(HttpPlan plan) {
        return plan instanceof HttpPlan.Refuse refused && refused.refusal().status() == RESTING;
    }

    private HttpPlan plan(Member member, HttpRequest request, boolean remember) {
        return plan(member, member.target().plan(request), remember);
    }

    private HttpPlan plan(Member member, HttpPlan own, boolean remember) {
        return switch (own) {
            case HttpPlan.AsIs() ->
                    new HttpPlan.Forward(
                            member.way(members, clock), told(HttpEdits.NONE, member, remember));
            case HttpPlan.Forward(HttpTarget to, HttpEdits edits) ->
                    new HttpPlan.Forward(
                            to == member.target()
                                    ? member.way(members, clock)
                                    // a visitor's own stream stays one visitor's
                                    : new Way(member, members, clock),
                            told(edits, member, remember));
            case HttpPlan.Hold hold -> hold.then(next -> plan(member, next, remember));
            case HttpPlan.Refuse refused -> refused;
            case HttpPlan.Answer answer -> answer;
        };
    }

    private HttpEdits told(HttpEdits edits, Member member, boolean remember) {
        return remember ? MemberCookie.with(edits, member.token(), path) : edits;
    }

    @Override
    public String kind() {
        return "tunnel";
    }

    @Override
    public MemoryBudget budget() {
        return budget;
    }

    @Override
    public Future<Channel> connect(EventLoop loop, HttpRequest request) {
        // plan() always leads on
        return loop.newFailedFuture(GONE);
    }
}
