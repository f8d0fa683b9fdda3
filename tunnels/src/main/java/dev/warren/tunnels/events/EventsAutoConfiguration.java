package dev.warren.tunnels.events;

import dev.warren.core.webhooks.Webhooks;
import dev.warren.edge.ssh.WebhookCommand;
import dev.warren.tunnels.ssh.TunnelSubcommand;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires the latest events, the webhooks that are told of them, and the commands for both. */
@AutoConfiguration
class EventsAutoConfiguration {

    /** About half a megabyte. */
    private static final int MOST = 1000;

    private static final WebhookCommand.Topic WEBHOOK =
            new WebhookCommand.Topic(
                    TunnelEvents.TOPIC,
                    "Show the address that is told of your tunnels' events, or change it.",
                    TunnelEvent.TOLD);

    @Bean
    EventRing tunnelEventRing() {
        return new EventRing(MOST);
    }

    @Bean
    TunnelEvents tunnelEvents(EventRing ring, Webhooks webhooks) {
        return new TunnelEvents(ring, webhooks);
    }

    @Bean
    TunnelSubcommand webhookCommand(Webhooks webhooks) {
        return new TunnelSubcommand(
                "webhook", context -> WebhookCommand.create(webhooks, WEBHOOK, context));
    }

    @Bean
    TunnelSubcommand eventsCommand(EventRing ring) {
        return new TunnelSubcommand("events", context -> new EventsCommand(ring, context));
    }
}
