package dev.warren.feeds.reader;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.item.Items;
import dev.warren.feeds.source.Sources;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires readers: what they follow, and their entries. */
@AutoConfiguration(
        afterName = {
            "dev.warren.feeds.FeedsAutoConfiguration",
            "dev.warren.feeds.source.SourceAutoConfiguration",
            "dev.warren.feeds.item.ItemAutoConfiguration",
            "dev.warren.feeds.fulltext.FullTextAutoConfiguration"
        })
@EnableConfigurationProperties(ReaderProperties.class)
class ReaderAutoConfiguration {

    @Bean
    EntryMaker.Tables readerTables(JdbcClient jdbc) {
        return new EntryMaker.Tables(
                new SubscriptionRows(jdbc),
                new EntryRows(jdbc),
                new TagRows(jdbc),
                new RuleRows(jdbc));
    }

    @Bean
    EntryMaker entryMaker(
            EntryMaker.Tables tables, Items items, ReaderProperties settings, InstantSource clock) {
        return new EntryMaker(tables, items, settings.maxFolders(), clock);
    }

    @Bean
    Subscriptions subscriptions(
            Sources sources,
            FullTexts pages,
            EntryMaker.Tables tables,
            EntryMaker entries,
            PlatformTransactionManager transactions,
            Subscriptions.Limits limits) {
        return new Subscriptions(
                new Subscriptions.Feeds(sources, pages),
                tables.subscriptions(),
                entries,
                new TransactionTemplate(transactions),
                limits);
    }

    @Bean
    Subscriptions.Limits subscriptionLimits(ReaderProperties settings, InstantSource clock) {
        return new Subscriptions.Limits(settings, clock);
    }

    @Bean
    Entries entries(
            EntryMaker.Tables tables,
            Items items,
            FullTexts pages,
            @Qualifier("feedsMemory") MemoryBudget memory,
            ReaderProperties settings,
            InstantSource clock) {
        return new Entries(
                tables.entries(),
                tables.tags(),
                new Entries.Texts(items, pages),
                memory,
                new Entries.Limits(settings.maxFolders(), clock));
    }

    @Bean
    OpmlExchange opmlExchange(Subscriptions subscriptions) {
        return new OpmlExchange(subscriptions);
    }

    @Bean
    RuleBook ruleBook(EntryMaker.Tables tables, ReaderProperties settings) {
        return new RuleBook(tables.rules(), tables.subscriptions(), settings.maxRules());
    }
}
