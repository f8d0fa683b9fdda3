package dev.warren.core.outbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** Wires outbound HTTP, once somebody asks for it. */
@AutoConfiguration
@EnableConfigurationProperties(OutboundProperties.class)
class OutboundAutoConfiguration {

    @Bean
    @Lazy
    OutboundHttp outboundHttp(OutboundProperties properties, ObjectProvider<MeterRegistry> meters) {
        return new OutboundHttp(
                properties,
                meters.getIfAvailable(() -> Metrics.globalRegistry),
                SystemDefaultDnsResolver.INSTANCE);
    }

    @Bean
    OutboundClients outboundClients(
            OutboundProperties properties, ObjectProvider<MeterRegistry> meters) {
        return new OutboundClients(
                properties,
                meters.getIfAvailable(() -> Metrics.globalRegistry),
                SystemDefaultDnsResolver.INSTANCE);
    }
}
