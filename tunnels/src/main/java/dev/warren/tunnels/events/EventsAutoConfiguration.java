package dev.warren.tunnels.events;

import dev.warren.core.webhooks.Webhooks;
import dev.warren.tunnels.ssh.TunnelSubcommand;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires the latest events, the webhooks that are told of them, and the commands for both. */
@AutoConfiguration
class EventsAutoConfiguration {

    /** About half a megabyte. */
    private static final int MOST = 1000;

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
        return new TunnelSubcommand("webhook", context -> new WebhookCommand(webhooks, context));
    }

    @Bean
    TunnelSubcommand eventsCommand(EventRing ring) {
        return new TunnelSubcommand("events", context -> new EventsCommand(ring, context));
    }
}
