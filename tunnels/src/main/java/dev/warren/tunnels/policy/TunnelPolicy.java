package dev.warren.tunnels.policy;

import dev.warren.edge.http.HttpEdits;
import dev.warren.edge.http.HttpField;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpRefusal;
import dev.warren.edge.http.HttpRequest;
import dev.warren.edge.http.HttpTarget;
import dev.warren.tunnels.options.CircuitBreaker;
import dev.warren.tunnels.options.ForceHttps;
import dev.warren.tunnels.options.Interstitial;
import dev.warren.tunnels.options.Login;
import dev.warren.tunnels.options.Rate;
import dev.warren.tunnels.options.TunnelOptions;
import dev.warren.tunnels.options.Webhook;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the options of one tunnel mean for its visitors. Questions are asked in the order of their
 * price and of what an answer gives away: the address first, the password after the rate. Called on
 * event loops; thread-safe, never waits.
 */
public final class TunnelPolicy {

    /** A request, the path that its route is bound to, and who sent it if that is known. */
    private record Visit(HttpRequest request, String prefix, Optional<Person> person) {}

    private final AddressRules addresses;
    private final boolean forceHttps;
    private final boolean interstitial;
    private final Optional<TokenBucket> rate;
    private final LogIn logIn;
    private final Optional<Gate> gate;
    private final Optional<Signatures> signatures;
    private final Optional<Breaker> breaker;
    private final Edits edits;
    private final StreamPolicy streams;

    private TunnelPolicy(TunnelOptions options, Policies all) {
        this.addresses = AddressRules.of(options, all.countries());
        this.forceHttps = options.isOn(ForceHttps.class);
        this.interstitial = options.isOn(Interstitial.class);
        this.rate = options.get(Rate.class).map(TokenBucket::new);
        this.logIn = LogIn.of(options);
        this.gate = gate(options, all);
        this.signatures =
                options.get(Webhook.class).map(option -> new Signatures(option, all.webhookBody()));
        this.breaker = options.get(CircuitBreaker.class).map(Breaker::new);
        this.edits = Edits.of(options);
        this.streams = StreamPolicy.of(options);
    }

    /** A log-in that was wanted, but cannot be had any more, lets nobody in. */
    private static Optional<Gate> gate(TunnelOptions options, Policies all) {
        return options.get(Login.class)
                .map(option -> new Gate(option, all.signOn().orElse(SignOn.NONE)));
    }

    static TunnelPolicy of(TunnelOptions options, Policies all) {
        return new TunnelPolicy(options, all);
    }

    /** How the tunnel's streams are. */
    public StreamPolicy streams() {
        return streams;
    }

    /** Whether somebody who comes from {@code visitor} may come in at all. */
    public boolean admits(InetAddress visitor) {
        return addresses.admits(visitor);
    }

    /** Whether visitors have to show something in HTTP: a password, a key, or a signature. */
    public boolean asksForLogIn() {
        return logIn.isAsked() || gate.isPresent() || signatures.isPresent();
    }

    /** Takes one visit of the rate; without any when there is none left, and when HTTP counts. */
    public boolean takesVisitor(Instant now) {
        return rate.isEmpty() || rate.get().take(now).isZero();
    }

    /** The backend was reached. */
    public void reached() {
        breaker.ifPresent(Breaker::reached);
    }

    /** The backend could not be reached. */
    public void failed(Instant now) {
        breaker.ifPresent(one -> one.failed(now));
    }

    /**
     * What is changed of a request that its owner sends, whom no rule keeps out.
     *
     * @param asked its path and query
     * @param prefix the path that the tunnel is bound to
     */
    public HttpEdits edits(String asked, String prefix) {
        return edits.of(asked, prefix, false);
    }

    /**
     * What is to be done with a request.
     *
     * @param target where it goes
     * @param prefix the path that its route is bound to, {@code /} for all
     */
    public HttpPlan plan(HttpRequest request, HttpTarget target, String prefix, Instant now) {
        if (!admits(request.visitor().getAddress())) {
            return refuse(403, "Not from here", "This tunnel lets nobody in from your address.");
        }
        OptionalInt secure = request.securePort();
        if (forceHttps && !request.isSecure() && secure.isPresent()) {
            return HttpPlan.secure(request.host(), secure.getAsInt(), request.target());
        }
        Duration wait = rate.map(bucket -> bucket.take(now)).orElse(Duration.ZERO);
        if (!wait.isZero()) {
            return later(429, "Too many requests", "This tunnel takes no more just now.", wait);
        }
        Optional<HttpPlan> own = gate.flatMap(one -> one.own(request, prefix, now));
        return own.orElseGet(() -> known(request, target, prefix, now));
    }

    private HttpPlan known(HttpRequest request, HttpTarget target, String prefix, Instant now) {
        var unknown = new Visit(request, prefix, Optional.empty());
        LogIn.Verdict verdict = logIn.look(request);
        if (verdict == LogIn.Verdict.ADMITTED) {
            return welcome(unknown, target, true, now);
        }
        if (gate.isEmpty() || logIn.passes(request)) {
            return verdict == LogIn.Verdict.OPEN
                    ? welcome(unknown, target, false, now)
                    : logInFirst(request);
        }
        return switch (gate.get().look(request, prefix, now)) {
            case Gate.Look.Known(Person person) ->
                    welcome(new Visit(request, prefix, Optional.of(person)), target, false, now);
            case Gate.Look.Answered(HttpPlan plan) -> plan;
            case Gate.Look.Nobody() -> logInFirst(request);
        };
    }

    private HttpPlan logInFirst(HttpRequest request) {
        return new HttpPlan.Refuse(
                new HttpRefusal(
                        401,
                        "Log in first",
                        "The owner of this tunnel lets in only who can log in."),
                logIn.challenges(request.host()));
    }

    private HttpPlan welcome(Visit visit, HttpTarget target, boolean logIn, Instant now) {
        Optional<HttpPlan> first =
                interstitial ? FirstVisit.plan(visit.request, visit.prefix) : Optional.empty();
        return first.orElseGet(() -> signed(visit, target, logIn, now));
    }

    private HttpPlan signed(Visit visit, HttpTarget target, boolean logIn, Instant now) {
        HttpEdits own = edits.of(visit.request.target(), visit.prefix, logIn);
        HttpEdits changes = gate.map(one -> one.told(own, visit.request, visit.person)).orElse(own);
        return signatures
                .map(all -> all.plan(visit.request, now, body -> forward(target, changes, now)))
                .orElseGet(() -> forward(target, changes, now));
    }

    private HttpPlan forward(HttpTarget target, HttpEdits changes, Instant now) {
        Duration pause = breaker.map(one -> one.pause(now)).orElse(Duration.ZERO);
        if (!pause.isZero()) {
            return later(
                    503,
                    "The tunnel's server rests",
                    "The server behind the tunnel could not be reached several times in a row.",
                    pause);
        }
        return changes.changesRequest() || changes.changesResponse() || changes.compress()
                ? new HttpPlan.Forward(target, changes)
                : HttpPlan.AS_IS;
    }

    private static HttpPlan refuse(int status, String title, String detail) {
        return new HttpPlan.Refuse(new HttpRefusal(status, title, detail));
    }

    /** What visitors are told when the owner's tunnels have had as many as they may. */
    public static HttpPlan ownerHasNone(Duration wait) {
        return later(
                429, "Too many requests", "The tunnels of this owner take no more just now.", wait);
    }

    private static HttpPlan later(int status, String title, String detail, Duration wait) {
        String seconds = Long.toString(wait.plusNanos(999_999_999).toSeconds());
        return new HttpPlan.Refuse(
                new HttpRefusal(status, title, detail + " Try again in %s s.".formatted(seconds)),
                List.of(new HttpField("Retry-After", seconds)));
    }
}
