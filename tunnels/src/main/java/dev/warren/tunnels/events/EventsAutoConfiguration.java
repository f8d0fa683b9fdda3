package dev.warren.tunnels.events;

import dev.warren.tunnels.ssh.TunnelSubcommand;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Wires the latest events and the command that shows them. */
@AutoConfiguration
class EventsAutoConfiguration {

    /** About half a megabyte. */
    private static final int MOST = 1000;

    @Bean
    EventRing tunnelEventRing() {
        return new EventRing(MOST);
    }

    @Bean
    TunnelSubcommand eventsCommand(EventRing ring) {
        return new TunnelSubcommand("events", context -> new EventsCommand(ring, context));
    }
}
