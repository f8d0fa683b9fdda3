package dev.warren.feeds.digest;

import dev.warren.core.WarrenProperties;
import dev.warren.core.mail.MailListener;
import dev.warren.core.mail.Outbox;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.people.People;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.edge.net.FrontDoor;
import dev.warren.feeds.clean.MailHtml;
import dev.warren.feeds.fulltext.FullTexts;
import dev.warren.feeds.mail.ConsentRows;
import dev.warren.feeds.mail.Consents;
import dev.warren.feeds.mail.DigestText;
import dev.warren.feeds.mail.Links;
import dev.warren.feeds.source.Sources;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires digests. */
@AutoConfiguration(
        afterName = {
            "dev.warren.feeds.FeedsAutoConfiguration",
            "dev.warren.feeds.source.SourceAutoConfiguration"
        })
@EnableConfigurationProperties(DigestProperties.class)
class DigestAutoConfiguration {

    @Bean
    Links digestLinks(
            DigestProperties settings, WarrenProperties platform, ObjectProvider<FrontDoor> doors) {
        URI url = settings.url();
        return new Links(
                () -> url == null ? FrontDoor.url(doors.stream(), platform.domain(), null) : url);
    }

    @Bean
    Consents digestConsents(
            JdbcClient jdbc,
            Outbox outbox,
            Links links,
            DigestProperties settings,
            PlatformTransactionManager transactions,
            SecureRandom random,
            InstantSource clock) {
        return new Consents(
                new Consents.Parts(
                        new ConsentRows(jdbc),
                        outbox,
                        links,
                        settings.consent(),
                        new TransactionTemplate(transactions),
                        random,
                        clock));
    }

    @Bean
    Digests digests(
            JdbcClient jdbc,
            Sources sources,
            FullTexts pages,
            Consents consents,
            Outbox outbox,
            DigestProperties settings,
            PlatformTransactionManager transactions,
            SecureRandom random,
            InstantSource clock) {
        return new Digests(
                new Digests.Parts(
                        new DigestRows(jdbc),
                        new DigestSources(jdbc),
                        new RunRows(jdbc),
                        sources,
                        pages,
                        consents,
                        outbox,
                        settings,
                        new TransactionTemplate(transactions),
                        random,
                        clock));
    }

    @Bean
    DigestRunner digestRunner(
            JdbcClient jdbc,
            Sources sources,
            Outbox outbox,
            Links links,
            MailHtml html,
            DigestProperties settings,
            ObjectProvider<OutboundHttp> http,
            @Qualifier("feedsMemory") MemoryBudget memory,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        DigestSources digestSources = new DigestSources(jdbc);
        DigestBuilder builder =
                new DigestBuilder(
                        new DigestBuilder.Parts(
                                digestSources,
                                new NewsRows(jdbc),
                                new RunRows(jdbc),
                                new Composer.Parts(new DigestText(html), outbox, links),
                                settings));
        return new DigestRunner(
                new DigestRunner.Parts(
                        new DigestRows(jdbc),
                        digestSources,
                        sources,
                        builder,
                        http::getObject,
                        memory,
                        new TransactionTemplate(transactions),
                        clock));
    }

    @Bean
    MailListener digestBounces(
            JdbcClient jdbc, ApplicationEventPublisher publisher, InstantSource clock) {
        return new Bounces(
                new DigestRows(jdbc), new NewsRows(jdbc), publisher::publishEvent, clock);
    }

    @Bean
    Upkeep digestPoll(
            DigestRunner runner,
            JdbcClient jdbc,
            Consents consents,
            Outbox outbox,
            People people,
            DigestProperties settings,
            InstantSource clock) {
        DigestPoll poll =
                new DigestPoll(
                        new DigestPoll.Parts(
                                runner,
                                new DigestRows(jdbc),
                                consents,
                                outbox,
                                people,
                                settings,
                                clock));
        return new Upkeep("digests", settings.poll(), Upkeep.EARLY + 3, poll);
    }
}
