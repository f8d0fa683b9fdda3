package dev.warren.core.memory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Wires the tree of memory budgets. */
@AutoConfiguration
@EnableConfigurationProperties(MemoryProperties.class)
class MemoryAutoConfiguration {

    @Bean
    MemoryBudgets memoryBudgets(MemoryProperties properties) {
        return MemoryBudgets.of(JvmMemory.ofThisJvm(), properties.floor());
    }
}
