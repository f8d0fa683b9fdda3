package dev.warren.tunnels.policy;

import dev.warren.tunnels.options.Rate;
import io.netty.channel.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all tunnels of one account within what it is allowed, which may change at any time.
 * Thread-safe; nothing waits.
 */
public final class AccountGate {

    private static final int REASON = 9;
    private static final String NAME = "account-throttle";

    /** Who opens streams of the account. */
    @FunctionalInterface
    public interface Streams {

        /** Those that are open; any thread may ask. */
        Collection<Channel> streams();
    }

    private final AtomicInteger streams = new AtomicInteger();
    private volatile State state;

    /** Those that somebody else holds on to; guarded by itself. */
    private final Set<Streams> holders = Collections.newSetFromMap(new WeakHashMap<>());

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
        Allowance before = state.allowed;
        if (before.equals(allowed)) {
            return;
        }
        state = State.of(allowed);
        if (before.bytes() != allowed.bytes()) {
            synchronized (holders) {
                holders.forEach(holder -> holder.streams().forEach(this::prepare));
            }
        }
    }

    /** Has the streams of {@code holder} follow the account's speed when it changes. */
    public void watch(Streams holder) {
        synchronized (holders) {
            holders.add(holder);
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

    /** Keeps a stream to the account's speed, if it has one. */
    public void prepare(Channel stream) {
        var speed = state.speed.orElse(null);
        if (speed == null && stream.pipeline().get(Throttle.class) == null) {
            return;
        }
        if (stream.eventLoop().inEventLoop()) {
            follow(stream, speed);
        } else {
            stream.eventLoop().execute(() -> follow(stream, speed));
        }
    }

    private static void follow(Channel stream, StreamPolicy.@Nullable Speed speed) {
        if (stream.pipeline().get(NAME) instanceof Throttle throttle) {
            throttle.speed(speed);
        } else if (speed != null) {
            stream.pipeline().addLast(NAME, new Throttle(speed, REASON));
        }
    }
}
