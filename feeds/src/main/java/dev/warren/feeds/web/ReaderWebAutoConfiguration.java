package dev.warren.feeds.web;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.People;
import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.images.ImageProxy;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.OpmlExchange;
import dev.warren.feeds.reader.RuleBook;
import dev.warren.feeds.reader.Subscriptions;
import dev.warren.feeds.source.Sources;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * Wires the reader's part of the platform's web host, which guards it by session and CSRF token.
 */
@AutoConfiguration(
        afterName = {
            "dev.warren.feeds.reader.ReaderAutoConfiguration",
            "dev.warren.feeds.digest.DigestAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ReaderWebAutoConfiguration {

    @Bean
    WebTools readerWebTools(People people, @Qualifier("feedsMemory") MemoryBudget memory) {
        return new WebTools(people, memory);
    }

    @Bean
    WebProblems readerWebProblems() {
        return new WebProblems();
    }

    @Bean
    StreamsController readerStreams(WebTools tools, Subscriptions subscriptions, Entries entries) {
        return new StreamsController(tools, subscriptions, entries);
    }

    @Bean
    EntriesController readerEntries(WebTools tools, Entries entries, ImageProxy images) {
        return new EntriesController(tools, entries, images);
    }

    @Bean
    SubscriptionsController readerSubscriptions(
            WebTools tools, Subscriptions subscriptions, Sources sources) {
        return new SubscriptionsController(tools, subscriptions, sources);
    }

    @Bean
    RulesController readerRules(WebTools tools, RuleBook rules) {
        return new RulesController(tools, rules);
    }

    @Bean
    DigestsController readerDigests(WebTools tools, Digests digests) {
        return new DigestsController(tools, digests);
    }

    @Bean
    OpmlController readerLists(WebTools tools, OpmlExchange lists) {
        return new OpmlController(tools, lists);
    }
}
