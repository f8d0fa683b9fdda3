package dev.warren.registry.hot;

import dev.warren.core.StartRefusedException;
import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.http.platform.PlatformHosts;
import dev.warren.edge.http.platform.PlatformTarget;
import dev.warren.registry.access.Tokens;
import dev.warren.registry.upstream.MirrorHosts;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Puts the registry's paths of the platform's hosts into the edge's routes. */
@AutoConfiguration(
        afterName = {
            "dev.warren.registry.web.RegistryWebAutoConfiguration",
            "dev.warren.edge.http.platform.EdgePlatformAutoConfiguration"
        })
@ConditionalOnBean(PlatformTarget.class)
class HotAutoConfiguration {

    @Bean
    SmartInitializingSingleton registryRoutes(
            HttpRoutes routes,
            PlatformHosts hosts,
            PlatformTarget platform,
            HotManifests manifests,
            MirrorHosts mirrors,
            Tokens tokens) {
        RegistryTarget ours = new RegistryTarget(platform, manifests, tokens, "");
        return () -> {
            hosts.names().forEach(host -> routes.put(host, "/v2", ours));
            mirrors.upstreams()
                    .forEach((host, upstream) -> {
                        if (hosts.names().contains(host)) {
                            throw new StartRefusedException(
                                    "warren.registry.upstreams: host of %s: %s (expected: not one of the platform's own)"
                                            .formatted(upstream, host));
                        }
                        routes.put(
                                host,
                                "/v2",
                                new RegistryTarget(platform, manifests, tokens, upstream));
                        routes.put(host, "/token", platform);
                    });
        };
    }
}
