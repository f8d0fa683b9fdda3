package dev.warren.core.webhooks;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.memory.MemoryBudgets;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.secrets.SecretBox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires webhooks. The key file and the HTTP client are made when somebody has a webhook. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(WebhooksProperties.class)
class WebhooksAutoConfiguration {

    private static final Duration SLACK = Duration.ofSeconds(30);

    @Bean
    MemoryBudget webhooksBudget(MemoryBudgets budgets, WebhooksProperties settings) {
        return budgets.module("webhooks", settings.memory(), "warren.webhooks.memory");
    }

    @Bean
    Inbox webhookInbox(@Qualifier("webhooksBudget") MemoryBudget budget) {
        return new Inbox(budget.child("inbox", budget.limit() / 2));
    }

    @Bean
    WebhookMetrics webhookMetrics(ObjectProvider<MeterRegistry> meters) {
        return new WebhookMetrics(meters.getIfAvailable(() -> Metrics.globalRegistry));
    }

    @Bean
    AddressCheck webhookAddresses(ObjectProvider<OutboundHttp> http, WebhooksProperties settings) {
        return new AddressCheck(http::getObject, settings.allowHttp());
    }

    @Bean
    Attempts webhookAttempts(
            ObjectProvider<OutboundHttp> http,
            AddressCheck addresses,
            WebhooksProperties settings,
            WebhookMetrics metrics,
            InstantSource clock) {
        return new Attempts(http::getObject, addresses, settings.timeout(), metrics, clock);
    }

    @Bean
    Webhooks webhooks(
            Inbox inbox,
            JdbcClient jdbc,
            AddressCheck addresses,
            Attempts attempts,
            ObjectProvider<SecretBox> secrets,
            @Qualifier("webhooksBudget") MemoryBudget budget,
            SecureRandom random,
            WebhookMetrics metrics,
            InstantSource clock) {
        return new DatabaseWebhooks(
                new DatabaseWebhooks.Parts(
                        inbox,
                        new WebhookRows(jdbc),
                        addresses,
                        attempts,
                        secrets::getObject,
                        budget,
                        random,
                        metrics,
                        clock));
    }

    @Bean
    Turn.Parts webhookTurnParts(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Attempts attempts,
            ObjectProvider<SecretBox> secrets,
            @Qualifier("webhooksBudget") MemoryBudget budget,
            ApplicationEventPublisher publisher,
            WebhookMetrics metrics,
            WebhooksProperties settings,
            SecureRandom random,
            InstantSource clock) {
        // a turn ends with an attempt that began in time
        Duration claim = settings.timeout().multipliedBy(2).plus(SLACK);
        return new Turn.Parts(
                new ClaimRows(jdbc, new TransactionTemplate(transactions), claim),
                attempts,
                new Backoff(settings.retry(), random),
                secrets::getObject,
                budget,
                publisher::publishEvent,
                metrics,
                settings,
                clock);
    }

    @Bean
    WebhookSender webhookSender(
            Inbox inbox,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Turn.Parts parts) {
        EventRows rows = new EventRows(jdbc, new TransactionTemplate(transactions));
        return new WebhookSender(
                new InboxWriter(inbox, rows, parts.settings(), parts.metrics(), parts.clock()),
                parts);
    }
}
