package dev.warren.registry.upstream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.registry.oci.Reference.Tag;
import dev.warren.registry.oci.RepositoryName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another registry that is pulled through. Made without asking it. Thread-safe. */
public final class Upstream {

    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final String HUB = "docker.io";

    private final UpstreamConfig config;
    private final Transport transport;
    private final Times times;
    private final MemoryBudget budget;
    private final Counter suspect;
    private final Openness openness;

    Upstream(
            UpstreamConfig config,
            OutboundHttp http,
            Times times,
            MemoryBudget budget,
            MeterRegistry meters,
            InstantSource clock) {
        this.config = config;
        UpstreamMetrics metrics = new UpstreamMetrics(meters, config.name());
        this.transport = new Transport(config, http, clock, metrics);
        transport.watch();
        UpstreamConfig anybody = config.anonymous();
        Transport anonymous = new Transport(anybody, http, clock, metrics);
        this.openness =
                new Openness(
                        name -> new RemoteRepository(anybody, anonymous, times, budget, name),
                        clock);
        this.times = times;
        this.budget = budget;
        this.suspect =
                Counter.builder("warren.registry.upstream.mismatches")
                        .description("Bytes of upstreams that were not what their digest says")
                        .tag("upstream", config.name())
                        .register(meters);
    }

    /** The first element of the names that lead here. */
    public String name() {
        return config.name();
    }

    /**
     * How it stands with an upstream.
     *
     * @param silent whether it is not asked for a moment, since it did not answer
     * @param pause how long no manifests are got, since it asked for fewer requests
     * @param left manifests that it still lets us have, if it says
     * @param limit manifests that it lets us have in all, if it says
     */
    public record Condition(
            boolean silent, Duration pause, OptionalLong left, OptionalLong limit) {}

    /** How it stands with it. */
    public Condition condition() {
        return transport.condition();
    }

    /** Forgets that it did not answer or asked for fewer requests. */
    public void reset() {
        transport.reset();
    }

    /** How long {@code tag} is taken for good without asking again. */
    public Duration freshFor(Tag tag) {
        return config.freshness().of(tag.name());
    }

    /** How long to refrain from getting manifests; zero when there is no need. */
    public Duration pauseLeft() {
        return transport.pauseLeft();
    }

    /** What {@code name} is called here: on Docker Hub a bare name is one of the library. */
    public RepositoryName official(RepositoryName name) {
        return config.name().equals(HUB) && name.rest().isEmpty()
                ? new RepositoryName("library/" + name)
                : name;
    }

    /** One of its repositories, which need not exist. */
    public RemoteRepository repository(RepositoryName name) {
        return new RemoteRepository(config, transport, times, budget, official(name));
    }

    /**
     * Who may read a repository here: everybody when it is public there, or when we have no
     * credentials and so see nothing else; otherwise the accounts that are set. Blocks.
     *
     * @return says of an account's name, empty for nobody in particular, whether it may
     */
    public Predicate<String> readers(RepositoryName name) {
        return config.credentials().isEmpty() || openness.isOpen(official(name))
                ? _ -> true
                : config.users()::contains;
    }

    /** Notes that it sent bytes that are not what they should be. */
    public void suspect(String what) {
        suspect.increment();
        LOG.warn("upstream sent wrong bytes upstream={} what={}", config.name(), what);
    }
}
