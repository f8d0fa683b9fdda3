package dev.warren.registry.hot;

import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.http.platform.PlatformHosts;
import dev.warren.edge.http.platform.PlatformTarget;
import dev.warren.registry.access.Tokens;
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
            Tokens tokens) {
        RegistryTarget target = new RegistryTarget(platform, manifests, tokens);
        return () -> hosts.names().forEach(host -> routes.put(host, "/v2", target));
    }
}
