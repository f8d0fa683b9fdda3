package dev.warren.edge.http;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.edge.http.proxy.HttpDoor;
import dev.warren.edge.http.proxy.RouteTable;
import dev.warren.edge.net.EventLoops;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the HTTP front door. */
@AutoConfiguration
@EnableConfigurationProperties(HttpProperties.class)
class EdgeHttpAutoConfiguration {

    @Bean
    RouteTable httpRoutes() {
        return new RouteTable();
    }

    @Bean
    MemoryBudget httpBudget(HttpProperties settings, MemoryBudgets budgets) {
        return budgets.module("http", settings.memory(), "warren.http.memory");
    }

    @Bean
    HttpDoor httpDoor(
            HttpProperties settings,
            EventLoops loops,
            @Qualifier("httpBudget") MemoryBudget budget,
            RouteTable routes,
            MeterRegistry meters) {
        return new HttpDoor(
                settings,
                loops,
                budget,
                new HttpDoor.Surroundings(routes, meters, new SecureRandom()));
    }
}
