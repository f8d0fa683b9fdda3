package dev.warren.app.observe;

import dev.warren.core.memory.MemoryBudgets;
import dev.warren.edge.net.EventLoops;
import dev.warren.edge.net.FrontDoor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires health and metrics; a component's name in the health answer is its bean's, less the end.
 */
@Configuration(proxyBeanMethods = false)
class ObserveConfiguration {

    @Bean
    HealthIndicator sshHealthIndicator(List<FrontDoor> doors) {
        return new DoorHealth("ssh", doors);
    }

    @Bean
    HealthIndicator httpHealthIndicator(List<FrontDoor> doors) {
        return new DoorHealth("http", doors);
    }

    @Bean
    @ConditionalOnProperty("warren.https.port")
    HealthIndicator httpsHealthIndicator(List<FrontDoor> doors) {
        return new DoorHealth("https", doors);
    }

    @Bean
    HealthIndicator budgetsHealthIndicator(MemoryBudgets budgets) {
        return new BudgetHealth(budgets);
    }

    @Bean
    LoopLag loopLag(EventLoops loops, MeterRegistry meters) {
        return new LoopLag(loops, meters);
    }

    @Bean
    BufferMetrics bufferMetrics() {
        return new BufferMetrics();
    }
}
