package dev.warren.tunnels.live;

import dev.warren.core.events.TunnelKind;
import dev.warren.edge.ssh.StreamRefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The meters of all tunnels together. Thread-safe. */
public final class TunnelMetrics {

    /**
     * What is counted for one kind of tunnel.
     *
     * @param active tunnels that stand
     * @param opened tunnels that ever stood
     * @param streams streams that are open or being opened
     * @param streamsOpened streams that ever opened
     * @param fromVisitors bytes sent by visitors
     * @param toVisitors bytes sent to visitors
     */
    public record KindMeters(
            AtomicInteger active,
            LongAdder opened,
            AtomicInteger streams,
            LongAdder streamsOpened,
            LongAdder fromVisitors,
            LongAdder toVisitors) {

        private KindMeters() {
            this(
                    new AtomicInteger(),
                    new LongAdder(),
                    new AtomicInteger(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder());
        }
    }

    private final Map<TunnelKind, KindMeters> kinds = new EnumMap<>(TunnelKind.class);
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
    private final Map<StreamRefusedException.Reason, Counter> streamsRefused =
            new EnumMap<>(StreamRefusedException.Reason.class);
    private final Map<OwnerLimit, Counter> ownersRefused = new EnumMap<>(OwnerLimit.class);
    private final Counter takeovers;

    /** What an account's tunnels may have only so much of together. */
    enum OwnerLimit {
        REQUESTS,
        STREAMS
    }

    public TunnelMetrics(MeterRegistry registry) {
        for (TunnelKind kind : TunnelKind.values()) {
            KindMeters meters = new KindMeters();
            kinds.put(kind, meters);
            register(registry, word(kind), meters);
        }
        for (Refusal why : Refusal.values()) {
            refused.put(
                    why,
                    Counter.builder("warren.tunnels.forwards.refused")
                            .description("Forward requests that were refused")
                            .tag("reason", word(why))
                            .register(registry));
        }
        for (var why : StreamRefusedException.Reason.values()) {
            streamsRefused.put(
                    why,
                    Counter.builder("warren.tunnels.streams.refused")
                            .description("Visitors whose stream to the client could not be opened")
                            .tag("reason", word(why))
                            .register(registry));
        }
        for (OwnerLimit limit : OwnerLimit.values()) {
            ownersRefused.put(
                    limit,
                    Counter.builder("warren.tunnels.owners.refused")
                            .description("Visitors refused because of what accounts may have")
                            .tag("limit", word(limit))
                            .register(registry));
        }
        takeovers =
                Counter.builder("warren.tunnels.forwards.takenover")
                        .description("Tunnels that a newer connection of their owner took over")
                        .register(registry);
    }

    private static void register(MeterRegistry registry, String kind, KindMeters meters) {
        Gauge.builder("warren.tunnels.active", meters.active, AtomicInteger::get)
                .description("Tunnels that stand now")
                .tag("kind", kind)
                .register(registry);
        FunctionCounter.builder("warren.tunnels.forwards.opened", meters.opened, LongAdder::sum)
                .description("Tunnels that were opened")
                .tag("kind", kind)
                .register(registry);
        Gauge.builder("warren.tunnels.streams.active", meters.streams, AtomicInteger::get)
                .description("Streams to clients that are open or being opened")
                .tag("kind", kind)
                .register(registry);
        FunctionCounter.builder(
                        "warren.tunnels.streams.opened", meters.streamsOpened, LongAdder::sum)
                .description("Streams to clients that were opened")
                .tag("kind", kind)
                .register(registry);
        bytes(registry, kind, "from-visitors", meters.fromVisitors);
        bytes(registry, kind, "to-visitors", meters.toVisitors);
    }

    private static void bytes(
            MeterRegistry registry, String kind, String direction, LongAdder bytes) {
        FunctionCounter.builder("warren.tunnels.streams.transferred", bytes, LongAdder::sum)
                .description("Bytes that passed through tunnels")
                .baseUnit("bytes")
                .tag("kind", kind)
                .tag("direction", direction)
                .register(registry);
    }

    /** What is counted for tunnels of {@code kind}. */
    public KindMeters of(TunnelKind kind) {
        return Objects.requireNonNull(kinds.get(kind));
    }

    /** Streams of all kinds that are open or being opened. */
    public int streams() {
        return kinds.values().stream().mapToInt(meters -> meters.streams.get()).sum();
    }

    void refused(Refusal why) {
        Objects.requireNonNull(refused.get(why)).increment();
    }

    void streamRefused(StreamRefusedException.Reason why) {
        Objects.requireNonNull(streamsRefused.get(why)).increment();
    }

    void ownerRefused(OwnerLimit limit) {
        Objects.requireNonNull(ownersRefused.get(limit)).increment();
    }

    void takenOver() {
        takeovers.increment();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
