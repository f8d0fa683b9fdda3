package dev.warren.registry.upstream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundClients;
import dev.warren.core.outbound.OutboundClients.Reach;
import dev.warren.core.outbound.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All registries that are pulled through. Those that may be in private networks are asked by a
 * client of their own. Thread-safe.
 */
public final class Upstreams implements AutoCloseable {

    private final Map<String, Upstream> byName = new LinkedHashMap<>();
    private final OutboundHttp guarded;
    private final OutboundHttp unguarded;

    public Upstreams(
            UpstreamProperties settings,
            OutboundClients clients,
            MemoryBudget budget,
            MeterRegistry meters,
            InstantSource clock) {
        int perHost = settings.upstreamConnections();
        Times times = new Times(settings.headTime(), settings.manifestTime(), settings.blobTime());
        int all = perHost * Math.max(1, settings.configs().size());
        guarded = clients.open(Reach.PUBLIC, all, perHost);
        unguarded = clients.open(Reach.PRIVATE, all, perHost);
        for (UpstreamConfig config : settings.configs()) {
            OutboundHttp http = config.privateAddresses() ? unguarded : guarded;
            byName.put(config.name(), new Upstream(config, http, times, budget, meters, clock));
        }
    }

    /** The upstream that names beginning with {@code name} lead to. */
    public Optional<Upstream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All of them. */
    public Collection<Upstream> all() {
        return byName.values();
    }

    @Override
    public void close() throws IOException {
        guarded.close();
        unguarded.close();
    }
}
