package dev.warren.registry.commands;

import dev.warren.core.audit.AuditLog;
import dev.warren.core.people.People;
import dev.warren.core.webhooks.Webhooks;
import dev.warren.edge.ssh.SshCommand;
import dev.warren.edge.ssh.WebhookCommand;
import dev.warren.registry.catalog.PinRows;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hosted.HostedNews;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.overview.RegistryOverview;
import dev.warren.registry.upkeep.Fsck;
import dev.warren.registry.warm.Warming;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the SSH command. */
@AutoConfiguration(
        afterName = {
            "dev.warren.registry.overview.OverviewAutoConfiguration",
            "dev.warren.registry.warm.WarmAutoConfiguration"
        })
class CommandsAutoConfiguration {

    private static final WebhookCommand.Topic WEBHOOK =
            new WebhookCommand.Topic(
                    HostedNews.TOPIC,
                    "Show the address that is told of what is pushed and deleted, or change it.",
                    HostedNews.KINDS);

    @Bean
    RegistrySubcommand registryWebhookCommand(Webhooks webhooks) {
        return new RegistrySubcommand(
                "webhook", context -> WebhookCommand.create(webhooks, WEBHOOK, context));
    }

    @Bean
    RegistrySubcommand registryMirrorsCommand(
            RegistryOverview overview, Mirrors mirrors, AuditLog audit) {
        MirrorsCommand.Parts parts = new MirrorsCommand.Parts(overview, mirrors, audit);
        return new RegistrySubcommand("mirrors", context -> new MirrorsCommand(parts, context));
    }

    @Bean
    RegistrySubcommand registryWarmCommand(Warming warming, Mirrors mirrors) {
        WarmCommand.Parts parts = new WarmCommand.Parts(warming, mirrors);
        return new RegistrySubcommand("warm", context -> new WarmCommand(parts, context));
    }

    @Bean
    RegistryCommand.Parts registryCommandParts(
            RegistryOverview overview,
            Hosted hosted,
            Hosted.Tables tables,
            JdbcClient jdbc,
            Fsck fsck,
            People people,
            AuditLog audit,
            InstantSource clock) {
        return new RegistryCommand.Parts(
                overview, hosted, tables, new PinRows(jdbc), fsck, people, audit, clock);
    }

    @Bean
    SshCommand registryCommand(
            RegistryCommand.Parts parts, ObjectProvider<RegistrySubcommand> more) {
        return RegistryCommand.contribution(parts, more.orderedStream().toList());
    }
}
