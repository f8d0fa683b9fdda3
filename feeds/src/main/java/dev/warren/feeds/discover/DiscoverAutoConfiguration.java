package dev.warren.feeds.discover;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.FeedsProperties;
import dev.warren.feeds.fetch.Web;
import dev.warren.feeds.parse.FeedParser;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires the search for feeds. */
@AutoConfiguration
class DiscoverAutoConfiguration {

    @Bean
    Discovery feedsDiscovery(
            Web web,
            FeedParser parser,
            @Qualifier("feedsMemory") MemoryBudget budget,
            FeedsProperties settings) {
        return new Discovery(web, parser, budget, settings.maxDocument());
    }
}
