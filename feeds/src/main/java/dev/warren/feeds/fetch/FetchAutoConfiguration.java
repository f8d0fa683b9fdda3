package dev.warren.feeds.fetch;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundClients;
import dev.warren.core.outbound.OutboundClients.Reach;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.feeds.FeedsProperties;
import dev.warren.feeds.item.Items;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.source.Claim;
import dev.warren.feeds.source.Claims;
import dev.warren.feeds.source.Spacing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires what reads documents, and what fetches the feeds that are due. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(FetchProperties.class)
class FetchAutoConfiguration {

    private static final int PER_HOST = 4;

    /** For those who ask besides the loop. */
    private static final int OTHERS = 16;

    /** A client of its own, which ends with the application. */
    record Client(OutboundHttp http) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            http.close();
        }
    }

    @Bean
    Client feedsClient(OutboundClients clients, FetchProperties settings) {
        return new Client(clients.open(Reach.PUBLIC, settings.concurrent() + OTHERS, PER_HOST));
    }

    /** What is left is for parsing, which is what lets bodies go. */
    @Bean
    MemoryBudget feedsBodies(@Qualifier("feedsMemory") MemoryBudget budget) {
        return budget.child("bodies", budget.limit() * 3 / 8);
    }

    @Bean
    Web feedsWeb(
            Client client,
            @Qualifier("feedsBodies") MemoryBudget bodies,
            @Qualifier("feedsMemory") MemoryBudget budget) {
        return new Web(client.http(), bodies, budget);
    }

    @Bean
    PacedWeb feedsPacedWeb(Web web, Claims claims, InstantSource clock) {
        return new PacedWeb(web, claims, clock);
    }

    @Bean
    Bodies feedsReceived(@Qualifier("feedsBodies") MemoryBudget bodies, FeedsProperties settings) {
        return new Bodies(bodies, settings.maxDocument());
    }

    @Bean
    Interval feedsInterval(FetchProperties settings, SecureRandom random) {
        return new Interval(settings, random);
    }

    @Bean
    Arrivals feedsArrivals(
            Claims claims,
            Items items,
            Interval interval,
            Spacing spacing,
            PlatformTransactionManager transactions) {
        return new Arrivals(
                claims,
                items,
                interval,
                new Answers(interval, spacing),
                new TransactionTemplate(transactions));
    }

    @Bean
    Fetcher feedsFetcher(
            Web web, FeedParser parser, Claims claims, Arrivals arrivals, Fetcher.Limits limits) {
        return new Fetcher(web, parser, claims, arrivals, limits);
    }

    @Bean
    Fetcher.Limits feedsFetchLimits(FeedsProperties feeds, FetchProperties settings) {
        return new Fetcher.Limits(feeds.maxDocument(), settings.timeout());
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "warren.feeds.fetch.enabled", matchIfMissing = true)
    ClaimLoop<Claim> feedsFetchLoop(
            Claims claims,
            Fetcher fetcher,
            FetchProperties settings,
            ObjectProvider<MeterRegistry> meters) {
        FetchMetrics metrics =
                new FetchMetrics(meters.getIfAvailable(() -> Metrics.globalRegistry));
        return new ClaimLoop<>(
                "feed",
                settings.concurrent(),
                settings.poll(),
                new FetchJob(claims, fetcher, metrics));
    }
}
