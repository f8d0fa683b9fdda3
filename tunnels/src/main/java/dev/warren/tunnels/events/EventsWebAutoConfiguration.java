package dev.warren.tunnels.events;

import dev.warren.core.WarrenProperties;
import dev.warren.core.people.People;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Wires the feed of events on the platform's web host. */
@AutoConfiguration(after = EventsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class EventsWebAutoConfiguration {

    @Bean
    EventsFeed eventsFeed(
            EventRing ring, People people, WarrenProperties platform, InstantSource clock) {
        // names the feed and is no address to follow: the port is the visitor's affair
        String url = "https://%s/tunnels/events.atom".formatted(platform.domain());
        return new EventsFeed(ring, people, new Atom(url, clock));
    }
}
