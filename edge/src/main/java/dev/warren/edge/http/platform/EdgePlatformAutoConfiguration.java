package dev.warren.edge.http.platform;

import dev.warren.core.WarrenProperties;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpProperties;
import dev.warren.edge.http.HttpRoutes;
import dev.warren.edge.net.EventLoops;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Puts Tomcat behind the front door, and the platform's own hosts into its routes. */
@AutoConfiguration(afterName = "dev.warren.edge.http.EdgeHttpAutoConfiguration")
@ConditionalOnClass(TomcatServletWebServerFactory.class)
class EdgePlatformAutoConfiguration {

    private static final long OUTLIVES_VISITOR_MILLIS = 15_000;

    @Bean
    PlatformSocket platformSocket(WarrenProperties settings) {
        return PlatformSocket.in(settings.dataDir());
    }

    @Bean
    PlatformTarget platformTarget(
            EventLoops loops,
            @Qualifier("httpBudget") MemoryBudget budget,
            PlatformSocket socket,
            HttpRoutes routes,
            PlatformHosts hosts) {
        PlatformTarget target = new PlatformTarget(loops, budget, socket);
        hosts.names().forEach(host -> routes.put(host, "/", target));
        return target;
    }

    @Bean
    PlatformHosts platformHosts(WarrenProperties platform, HttpProperties http) {
        Set<String> names = new LinkedHashSet<>();
        names.add("localhost");
        names.add(platform.domain());
        names.add(platform.host("console"));
        names.add(platform.host("registry"));
        names.addAll(http.platformHosts());
        return new PlatformHosts(names);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcatBehindTheDoor(
            PlatformSocket socket, HttpProperties settings) {
        return factory -> {
            factory.addConnectorCustomizers(connector -> listen(connector, socket, settings));
            factory.addEngineValves(visitorsAddress());
        };
    }

    private static void listen(
            Connector connector, PlatformSocket socket, HttpProperties settings) {
        connector.setProperty("unixDomainSocketPath", socket.path().toString());
        connector.setProperty("unixDomainSocketPathPermissions", "rw-------");
        // the edge ends idle connections first, so that no request meets a closed one
        connector.setProperty(
                "keepAliveTimeout",
                Long.toString(
                        settings.timeouts().keepAlive().toMillis() + OUTLIVES_VISITOR_MILLIS));
        connector.setProperty("maxKeepAliveRequests", "-1");
    }

    /** Every peer on the socket is the edge, which replaces what strangers say of themselves. */
    private static RemoteIpValve visitorsAddress() {
        RemoteIpValve valve = new RemoteIpValve();
        valve.setRemoteIpHeader("X-Real-IP");
        valve.setInternalProxies("127\\.0\\.0\\.1");
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setPortHeader("X-Forwarded-Port");
        return valve;
    }
}
