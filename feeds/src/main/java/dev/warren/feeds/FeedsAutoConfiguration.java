package dev.warren.feeds;

import dev.warren.core.database.ModuleSchema;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires what all of the feeds stand on: their schema and their budget. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(FeedsProperties.class)
class FeedsAutoConfiguration {

    @Bean
    ModuleSchema feedsSchema() {
        return new ModuleSchema("feeds");
    }

    @Bean
    MemoryBudget feedsMemory(MemoryBudgets budgets, FeedsProperties settings) {
        return budgets.module("feeds", settings.memory(), "warren.feeds.memory");
    }
}
