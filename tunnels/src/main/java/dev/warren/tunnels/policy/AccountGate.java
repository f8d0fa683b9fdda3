package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.Rate;
import io.netty.channel.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps all tunnels of one account within what it is allowed, which may change at any time.
 * Thread-safe, without locks; nothing waits.
 */
public final class AccountGate {

    private static final int REASON = 9;

    private final AtomicInteger streams = new AtomicInteger();
    private volatile State state;

    /** What is allowed, and what was made of it. */
    private record State(
            Allowance allowed, Optional<TokenBucket> rate, Optional<StreamPolicy.Speed> speed) {

        static State of(Allowance allowed) {
            Optional<TokenBucket> rate =
                    allowed.requests() == 0
                            ? Optional.empty()
                            : Optional.of(
                                    new TokenBucket(
                                            new Rate(
                                                    Duration.ofSeconds(1)
                                                            .dividedBy(allowed.requests()),
                                                    allowed.requests())));
            return new State(
                    allowed,
                    rate,
                    allowed.bytes() == 0
                            ? Optional.empty()
                            : Optional.of(StreamPolicy.Speed.of(allowed.bytes())));
        }
    }

    public AccountGate(Allowance allowed) {
        this.state = State.of(allowed);
    }

    /** From now on {@code allowed} holds; what was counted lives on if it is the same. */
    public void allow(Allowance allowed) {
        if (!state.allowed.equals(allowed)) {
            state = State.of(allowed);
        }
    }

    public Allowance allowed() {
        return state.allowed;
    }

    /** Takes one request; else says how long until there is one. */
    public Duration take(Instant now) {
        return state.rate.map(bucket -> bucket.take(now)).orElse(Duration.ZERO);
    }

    /** Takes the place of a stream, which has to be left later; false when there is none. */
    public boolean enter() {
        int most = state.allowed.streams();
        if (streams.incrementAndGet() > most && most > 0) {
            streams.decrementAndGet();
            return false;
        }
        return true;
    }

    public void leave() {
        streams.decrementAndGet();
    }

    /** Keeps a new stream to the account's speed, if it has one. */
    public void prepare(Channel stream) {
        state.speed.ifPresent(both ->
                stream.pipeline()
                        .addLast(
                                "account-throttle",
                                new Throttle(both.toVisitors(), both.fromVisitors(), REASON)));
    }
}
