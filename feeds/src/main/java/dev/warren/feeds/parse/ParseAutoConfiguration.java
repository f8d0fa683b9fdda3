package dev.warren.feeds.parse;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.feeds.FeedsProperties;
import dev.warren.feeds.clean.MailHtml;
import dev.warren.feeds.clean.WebHtml;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires what turns documents into feeds, and their HTML into harmless HTML. */
@AutoConfiguration
class ParseAutoConfiguration {

    @Bean
    WebHtml webHtml() {
        return new WebHtml();
    }

    @Bean
    MailHtml mailHtml() {
        return new MailHtml();
    }

    @Bean
    FeedParser feedParser(
            @Qualifier("feedsMemory") MemoryBudget budget,
            FeedsProperties settings,
            InstantSource clock,
            WebHtml web) {
        return new FeedParser(budget, settings.maxDocument(), clock, web);
    }
}
