package dev.warren.registry.testing;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundFixture;
import dev.warren.registry.upstream.Upstream;
import dev.warren.registry.upstream.UpstreamProperties;
import dev.warren.registry.upstream.Upstreams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** One upstream, {@code test}, at a {@link FaultyUpstream}, with short times. */
public final class TestUpstreams implements Closeable {

    private final Upstreams upstreams;

    public TestUpstreams(
            FaultyUpstream server,
            MemoryBudget budget,
            SimpleMeterRegistry meters,
            InstantSource clock,
            Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("warren.registry.upstreams.test.url", server.url());
        settings.put("warren.registry.head-time", "500ms");
        settings.put("warren.registry.blob-time", "2s");
        settings.put("warren.registry.manifest-time", "2s");
        more.forEach((name, value) -> settings.put("warren.registry." + name, value));
        upstreams =
                new Upstreams(
                        new Binder(new MapConfigurationPropertySource(settings))
                                .bindOrCreate("warren.registry", UpstreamProperties.class),
                        OutboundFixture.clients(
                                Map.of(), List.of("127.0.0.1"), Duration.ofMillis(700), meters),
                        budget,
                        meters,
                        clock);
    }

    public Upstream get() {
        return upstreams.find("test").orElseThrow();
    }

    @Override
    public void close() throws IOException {
        upstreams.close();
    }
}
