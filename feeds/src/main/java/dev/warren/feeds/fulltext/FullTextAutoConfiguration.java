package dev.warren.feeds.fulltext;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.feeds.clean.WebHtml;
import dev.warren.feeds.fetch.ClaimLoop;
import dev.warren.feeds.fetch.PacedWeb;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires whole texts. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(FullTextProperties.class)
class FullTextAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FullTextAutoConfiguration.class);
    private static final Duration EVERY = Duration.ofMinutes(5);

    @Bean
    PageRows feedsPageRows(JdbcClient jdbc) {
        return new PageRows(jdbc);
    }

    @Bean
    FullTexts feedsFullTexts(PageRows rows, FullTextProperties settings) {
        return new FullTexts(rows, settings.newest());
    }

    @Bean
    PageReader feedsPageReader(
            PacedWeb web,
            PageRows rows,
            WebHtml clean,
            @Qualifier("feedsMemory") MemoryBudget memory,
            FullTextProperties settings) {
        return new PageReader(
                web,
                rows,
                clean,
                memory,
                new PageReader.Limits(settings.maxPage(), settings.timeout(), settings.retry()));
    }

    /** Where feeds are fetched, pages are. */
    @Bean
    @ConditionalOnBooleanProperty(name = "warren.feeds.fetch.enabled", matchIfMissing = true)
    ClaimLoop<Wanted> feedsPageLoop(
            PageRows rows,
            PageReader reader,
            FullTextProperties settings,
            ObjectProvider<MeterRegistry> meters) {
        return new ClaimLoop<>(
                "feed-page",
                settings.concurrent(),
                settings.poll(),
                new PageJob(rows, reader, meters.getIfAvailable(() -> Metrics.globalRegistry)));
    }

    @Bean
    Upkeep feedsPageUpkeep(PageRows rows) {
        return new Upkeep(
                "feed-pages-upkeep", EVERY, Upkeep.DEFAULT_PHASE, () -> forgetUnwanted(rows));
    }

    private static void forgetUnwanted(PageRows rows) {
        try {
            rows.unwanted();
        } catch (DataAccessException away) {
            LOG.debug("feed pages upkeep waits cause={}", away.toString());
        }
    }
}
