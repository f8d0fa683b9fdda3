package dev.warren.tunnels.net;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpExchange;
import dev.warren.edge.http.HttpObserver;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.tunnels.live.Onlookers;
import dev.warren.tunnels.live.Tunnel;
import dev.warren.tunnels.live.TunnelAddress;
import dev.warren.tunnels.naming.BoundPath;
import dev.warren.tunnels.options.RequestLines;
import dev.warren.tunnels.policy.TunnelPolicy;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Where the requests for one tunnel's host go: streams to its client. */
final class WebTarget implements HttpTarget {

    private static final int BUSY = 503;

    private final Tunnel tunnel;
    private final BackendStreams streams;
    private final BoundPath path;
    private final Onlookers onlookers;
    private final InstantSource clock;

    WebTarget(
            Tunnel tunnel,
            BackendStreams streams,
            BoundPath path,
            Onlookers onlookers,
            InstantSource clock) {
        this.tunnel = tunnel;
        this.streams = streams;
        this.path = path;
        this.onlookers = onlookers;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "tunnel";
    }

    @Override
    public MemoryBudget budget() {
        return tunnel.budget();
    }

    @Override
    public Optional<EventLoop> eventLoop() {
        return Optional.of(tunnel.connection().eventLoop());
    }

    @Override
    public Future<Channel> connect(EventLoop loop, HttpRequest request) {
        Promise<Channel> promise = loop.newPromise();
        streams.open(request, isForItself(request))
                .addListener((Future<Channel> opened) -> {
                    told(opened);
                    if (!opened.isSuccess()) {
                        promise.tryFailure(words(opened.cause()));
                    } else if (!promise.trySuccess(opened.getNow())) {
                        opened.getNow().close();
                    }
                });
        return promise;
    }

    private void told(Future<Channel> opened) {
        if (opened.isSuccess()) {
            tunnel.policy().reached();
        } else if (isBackends(opened.cause())) {
            tunnel.policy().failed(clock.instant());
        }
    }

    private static boolean isBackends(Throwable cause) {
        return switch (cause) {
            case StreamRefusedException refused -> isBackends(refused.reason());
            case HttpRefusal refused -> refused.status() != BUSY;
            default -> false;
        };
    }

    private static boolean isBackends(StreamRefusedException.Reason reason) {
        return switch (reason) {
            case BACKEND_UNREACHABLE, REFUSED, TIMED_OUT -> true;
            case OVER_BUDGET, TOO_MANY_STREAMS, DISCONNECTED -> false;
        };
    }

    @Override
    public HttpPlan plan(HttpRequest request) {
        Instant now = clock.instant();
        HttpPlan plan = tunnel.policy().plan(request, this, path.value(), now);
        if (!(plan instanceof HttpPlan.Refuse)) {
            Duration wait = tunnel.takeOfOwner(now);
            if (!wait.isZero()) {
                return TunnelPolicy.ownerHasNone(wait);
            }
        }
        if (isOfManyVisitors(request)) {
            return narrowed(plan, new Object());
        }
        return isOfManyHosts() ? narrowed(plan, request.host()) : plan;
    }

    /** Whether a stream that says whose it is would serve somebody else's next request. */
    private boolean isOfManyVisitors(HttpRequest request) {
        // an address without a port is what a trusted proxy told
        return request.visitor().getPort() == 0
                && tunnel.policy().streams().proxyProtocol().isPresent();
    }

    private boolean isOfManyHosts() {
        return tunnel.address() instanceof TunnelAddress.Web web
                && web.host().startsWith("*.")
                && streams.isForOneHost();
    }

    /** Whether no other visitor's request may share what is opened for this one. */
    private boolean isForItself(HttpRequest request) {
        return tunnel.policy().streams().proxyProtocol().isPresent() || isOfManyHosts();
    }

    private HttpPlan narrowed(HttpPlan plan, Object whose) {
        return switch (plan) {
            case HttpPlan.AsIs() -> new HttpPlan.Forward(new Narrowed(this, whose), HttpEdits.NONE);
            case HttpPlan.Forward(HttpTarget to, HttpEdits edits) ->
                    new HttpPlan.Forward(new Narrowed(to, whose), edits);
            case HttpPlan.Hold hold -> hold.then(later -> narrowed(later, whose));
            case HttpPlan.Refuse refused -> refused;
            case HttpPlan.Answer answer -> answer;
        };
    }

    @Override
    public Optional<HttpObserver> observe(HttpRequest request) {
        return onlookers.observe(tunnel, request);
    }

    @Override
    public void answered(HttpExchange exchange) {
        tunnel.countRequest(exchange.status());
        if (tunnel.options().isOn(RequestLines.class)) {
            tunnel.client().requestLines().request(exchange, clock.instant());
        }
    }

    private Throwable words(Throwable cause) {
        return cause instanceof StreamRefusedException refused ? words(refused.reason()) : cause;
    }

    private HttpRefusal words(StreamRefusedException.Reason reason) {
        String forward = tunnel.key().bindAddress() + ":" + tunnel.key().bindPort();
        return switch (reason) {
            case BACKEND_UNREACHABLE ->
                    new HttpRefusal(
                            502,
                            "Nothing answers behind the tunnel",
                            ("The tunnel is up, but its ssh client could not reach the server that"
                                            + " its forward \"-R %s:...\" names. Is that server running?")
                                    .formatted(forward));
            case REFUSED ->
                    new HttpRefusal(
                            502,
                            "The tunnel's client refused",
                            "The ssh client behind the tunnel refused to open a stream for its"
                                    + " forward \"-R %s:...\".".formatted(forward));
            case TIMED_OUT ->
                    new HttpRefusal(
                            504,
                            "The tunnel's client does not answer",
                            "The ssh client behind the tunnel did not answer in time. It may be"
                                    + " asleep, or have lost its network.");
            case OVER_BUDGET -> busy("has as many bytes on their way as it may");
            case TOO_MANY_STREAMS -> busy("serves as many connections as it may");
            case DISCONNECTED ->
                    new HttpRefusal(
                            502,
                            "The tunnel has gone",
                            "The ssh client behind the tunnel has just disconnected.");
        };
    }

    private static HttpRefusal busy(String why) {
        return new HttpRefusal(
                503, "The tunnel is busy", "The tunnel %s. Try again in a moment.".formatted(why));
    }
}
