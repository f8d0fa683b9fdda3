package dev.warren.tunnels.net;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.List;

/** Answers for all hosts below the tunnels' domain that no tunnel has now. */
public final class UnknownTunnels implements HttpTarget {

    private static final String RETRY_SECONDS = "60";

    private static final HttpRefusal NONE =
            new HttpRefusal(
                    404,
                    "No tunnel here",
                    "No tunnel has this name now. If it is yours, its ssh client is not"
                            + " connected.");

    private final MemoryBudget budget;
    private final OfflineWords words;

    public UnknownTunnels(MemoryBudget budget, OfflineWords words) {
        this.budget = budget;
        this.words = words;
    }

    @Override
    public HttpPlan plan(HttpRequest request) {
        return words.of(request.host())
                .<HttpPlan>map(text ->
                        new HttpPlan.Refuse(
                                HttpRefusal.offline(text),
                                List.of(new HttpField("Retry-After", RETRY_SECONDS))))
                .orElse(new HttpPlan.Refuse(NONE));
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
        // plan() never leads here
        return loop.newFailedFuture(NONE);
    }
}
