package dev.warren.app;

import dev.warren.app.start.StartMessage;
import dev.warren.core.WarrenProperties;
import dev.warren.edge.net.FrontDoor;
import dev.warren.tunnels.TunnelsProperties;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what the program says about itself. */
@Configuration(proxyBeanMethods = false)
class AppConfiguration {

    @Bean
    Addresses addresses(
            WarrenProperties settings, TunnelsProperties tunnels, List<FrontDoor> doors) {
        String domain = Objects.requireNonNullElse(tunnels.domain(), settings.host("tuns"));
        return new Addresses(settings, domain, doors);
    }

    @Bean
    StartMessage startMessage(Addresses addresses, WarrenProperties settings) {
        return new StartMessage(addresses, settings);
    }
}
